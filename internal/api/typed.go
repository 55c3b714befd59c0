package api

import (
	"path/filepath"

	"switchboard"
)

// command is how the program is called where the installation is. Where in a machine it lies is nobody's business outside.
func (s *server) command() string {
	if filepath.IsAbs(s.Command) {
		return filepath.Base(s.Command)
	}
	return s.Command
}

// typed puts the commands in what a problem says as they are typed here.
func (p *Problem) typed(command string) {
	p.Detail, p.Hint = switchboard.Typed(p.Detail, command), switchboard.Typed(p.Hint, command)
	for i, field := range p.Errors {
		p.Errors[i].Text, p.Errors[i].Hint = switchboard.Typed(field.Text, command), switchboard.Typed(field.Hint, command)
	}
}
