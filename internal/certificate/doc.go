// Package certificate gets the certificate of the public address from a certificate authority and renews it, by ACME
// (RFC 8555) with the challenges HTTP-01 and TLS-ALPN-01. Certificates and the account's key are kept in a folder of the
// data folder, readable by this user alone.
package certificate
