package connector

// Notification is what a message tells of something that somebody said elsewhere: a network's mail "Anna mentioned you",
// sent to the address that is there for it. It is not proven. Whoever takes messages in judges whether it is believed,
// understood and new; then what it tells of is the message and it is only kept, else it is a message like any other.
type Notification struct {
	By        string // address of who sent it to us, in small letters
	Genuine   bool   // nothing that our own server says, or is to say, speaks against By
	Name      string // of who sent it, as they write it
	Vouched   bool   // our own server found that By sent it
	Report    bool   // it was sent to the address for colleagues' reports, and not to the one for captures
	Forwarded bool   // By passed it on; else By tells it
	Subject   string
	Text      string
	Links     []string // in the order they stand in it
}
