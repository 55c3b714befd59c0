// Package connector is the contract between Switchboard and the networks people talk on. One Spec describes a network
// in data: identity, settings, capabilities, limits with the source of every figure, and how its posts can be found
// again. From the Spec alone come the form, the validation, the sealing of secrets, the reference page and the rules
// that guard and composer apply. A Conn is one account's connection; what it can do beyond Check and Close it says by
// implementing Reader, Sender, Editor, Deleter, Hider, ReadBacker and Mapper.
//
// Two promises carry the whole product. A Reader never moves on before the Handover has acknowledged what it was
// given, so nothing is lost. A Sender makes at most one attempt for one call and answers Unknown whenever the post
// might stand on the network, so nothing is posted twice.
//
// A network is a folder with a Spec, registered in its init, and one import line in connector/all.
package connector
