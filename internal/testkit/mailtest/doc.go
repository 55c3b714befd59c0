// Package mailtest gives tests real mail servers: Dovecot keeps the mailboxes and takes mail for sending, OpenSMTPD
// carries it. Each test binary starts at most one pair, on 127.0.0.1 and ports of its own:
//
//	func TestMain(m *testing.M) { mailtest.Main(m) }
//
//	func TestX(t *testing.T) { s := mailtest.Start(t); … }
//
// Every address of every domain is a mailbox, with the password Password. The servers die with the test binary.
// OpenSMTPD keeps its queue in a place that cannot be changed, so test binaries that use it take turns, and it runs as
// root alone: for anybody else these tests say that they are skipped, and under CI they fail. A proxy for each protocol lets an exchange go wrong on demand.
package mailtest
