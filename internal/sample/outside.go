package sample

import "time"

// Outside is who helps Ferrywell without a login.
type Outside struct {
	Experts []Expert `yaml:"experts"`
	Reports []Report `yaml:"reports"`
}

// Expert can be asked by mail.
type Expert struct {
	Key     string `yaml:"key"`
	Name    string `yaml:"name"`
	Email   string `yaml:"email"`
	Answers string `yaml:"answers"` // what they can be asked about
}

// Report is what a colleague saw elsewhere and filled in on the page for reports.
type Report struct {
	At     string `yaml:"at"` // as that of a Matter
	Name   string `yaml:"name"`
	URL    string `yaml:"url"`
	Author string `yaml:"author"`
	Text   string `yaml:"text"`

	Comes time.Time `yaml:"-"`
}

// outside reads who helps, and sets the times.
func (c *Company) outside() error {
	if err := read("outside.yaml", &c.Outside); err != nil {
		return err
	}
	for i := range c.Outside.Reports {
		comes, err := c.when(c.Outside.Reports[i].At)
		if err != nil {
			return err
		}
		c.Outside.Reports[i].Comes = comes
	}
	return nil
}
