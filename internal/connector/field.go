package connector

// FieldKind is the form of a setting's value.
type FieldKind string

// Field kinds. All values travel as text: a number in decimal, a bool as true or false, a list with commas.
const (
	FieldText   FieldKind = "text"
	FieldURL    FieldKind = "url"
	FieldSecret FieldKind = "secret"
	FieldNumber FieldKind = "number"
	FieldBool   FieldKind = "bool"
	FieldChoice FieldKind = "choice"
	FieldList   FieldKind = "list"
)

func fieldKinds() []FieldKind {
	return []FieldKind{FieldText, FieldURL, FieldSecret, FieldNumber, FieldBool, FieldChoice, FieldList}
}

// Field is one setting of an account on a network.
type Field struct {
	Name     string    `json:"name"` // small letters, digits and underscores; the key in the configuration
	Label    string    `json:"label"`
	Kind     FieldKind `json:"kind"`
	Secret   bool      `json:"secret"` // sealed at rest and never shown again; always true for kind secret
	Required bool      `json:"required"`
	Default  string    `json:"default,omitempty"`
	Help     string    `json:"help"` // one sentence
	Example  string    `json:"example,omitempty"`
	Choices  []Choice  `json:"choices,omitempty"`
	Advanced bool      `json:"advanced"`
	// Check refuses what the kind alone lets pass. Its error is shown, so it must not repeat a secret. It may also
	// return the value in its canonical form.
	Check func(value string) (string, error) `json:"-"`
}

// Choice is one value of a choice field.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Sealed reports whether the value must be sealed at rest.
func (f Field) Sealed() bool { return f.Secret || f.Kind == FieldSecret }
