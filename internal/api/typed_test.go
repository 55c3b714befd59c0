package api

import "testing"

// What a screen tells people to type is how the program was called; where it lies in the machine is not told.
func TestScreensSayCommandsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	for called, want := range map[string]string{"": "switchboard", "bin/switchboard": "bin/switchboard", "/opt/secret/place/board": "board"} {
		w := emptyWorld(t, nothing, func(o *Options) { o.Command, o.PublicURL = called, "" })
		w.run(
			scenario{Name: "state", request: request{Method: "GET", Path: "/api/v1/setup"}, Status: 200,
				Has: []string{`"command":"` + want + `"`, "`" + want + " doctor`"}, Not: []string{"secret"}},
			scenario{Name: "a link that is not good", request: request{Method: "POST", Path: "/api/v1/setup/open", Body: `{"token":"guessed"}`,
				Headers: sameOrigin}, Status: 401, Has: []string{"`" + want + " user link`"}, Not: []string{"secret"}},
		)
	}
}
