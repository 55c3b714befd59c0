package connector

// Replaced is a secret of an account that its network has replaced by a new one, as providers of OAuth2 do with refresh
// tokens. The old one may be refused from then on.
type Replaced struct {
	Name    string // of the field in the Spec's settings
	Was, Is string
}

// In puts the new secret in the place of the old one. It reports false, and changes nothing, when something else stands
// there by now: somebody was faster, or has put in another.
func (r Replaced) In(secrets map[string]string) bool {
	if r.Was == "" || secrets[r.Name] != r.Was {
		return false
	}
	secrets[r.Name] = r.Is
	return true
}
