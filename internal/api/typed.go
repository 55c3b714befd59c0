package api

import (
	"path/filepath"
	"strings"

	"switchboard"
)

// command is how the program is called where the installation is. Where in a machine it and its data lie is nobody's
// business outside.
func (s *server) command() string {
	program, _, _ := strings.Cut(s.Command, " --data ")
	if bare := strings.Trim(program, "'"); filepath.IsAbs(bare) {
		return filepath.Base(bare)
	}
	return program
}

// typed puts the commands in what a problem says as they are typed here.
func (p *Problem) typed(command string) {
	p.Detail, p.Hint = switchboard.Typed(p.Detail, command), switchboard.Typed(p.Hint, command)
	for i, field := range p.Errors {
		p.Errors[i].Text, p.Errors[i].Hint = switchboard.Typed(field.Text, command), switchboard.Typed(field.Hint, command)
	}
}
