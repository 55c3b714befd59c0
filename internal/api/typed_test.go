package api

import "testing"

func TestWhereTheProgramLiesIsNotToldOutside(t *testing.T) {
	t.Parallel()
	for called, want := range map[string]string{
		"":                                    "",
		"bin/switchboard":                     "bin/switchboard",
		"switchboard --data /srv/secret":      "switchboard",
		"/opt/sb/switchboard --data /srv/sb":  "switchboard",
		"'/opt/my own/switchboard' --data x":  "switchboard",
		"./switchboard --data '/srv/my data'": "./switchboard",
	} {
		s := &server{Options: Options{Command: called}}
		if got := s.command(); got != want {
			t.Errorf("%s is told as %q", called, got)
		}
	}
}
