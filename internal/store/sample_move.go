package store

import "switchboard"

// Reached is where a network is: its address, as accounts have it in the setting url, and the realm that makes.
type Reached struct {
	URL   string
	Realm switchboard.Realm
}

// MoveSample tells the sample company that its network is reached somewhere else than before and is the same all the same:
// its accounts, and every post and person known from there, stay what they are. realm says what an address makes. Without the
// sample company, and where nothing has changed, it does nothing.
func (t *Tx) MoveSample(url string, realm func(url string) switchboard.Realm) error {
	mark, found, err := t.Sample()
	if err != nil || !found {
		return err
	}
	accounts, err := t.Accounts()
	if err != nil {
		return err
	}
	var before, after = Reached{}, Reached{url, realm(url)}
	for _, a := range accounts {
		if a.Network != mark.Network {
			continue
		}
		if before.URL == "" { // the oldest is the sample's
			before = Reached{a.Config["url"], a.Realm}
		}
		if a.Config["url"] != before.URL || before.URL == url {
			continue
		}
		a.Config["url"], a.Realm = after.URL, after.Realm
		if err := t.UpdateAccount(a); err != nil {
			return err
		}
	}
	if before.URL == "" || before == after {
		return nil
	}
	return t.moveRealm(before, after)
}

// moveRealm lets whatever is known from one realm be known from another, and be found at the other's address.
func (t *Tx) moveRealm(before, after Reached) error {
	for _, table := range []string{"thread", "identity", "message", "orphan"} {
		if _, err := t.Exec(`UPDATE `+table+` SET realm = ? WHERE realm = ?`, after.Realm, before.Realm); err != nil {
			return err
		}
	}
	for _, table := range []string{"message", "delivery"} {
		_, err := t.Exec(`UPDATE `+table+` SET url = ? || substr(url, ?) WHERE substr(url, 1, ?) = ?`,
			after.URL, len(before.URL)+1, len(before.URL), before.URL)
		if err != nil {
			return err
		}
	}
	return nil
}
