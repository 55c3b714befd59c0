package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"switchboard"
)

// maxSecret bounds what is read of a password.
const maxSecret = 4096

// passwordFlags say where a password comes from. It is never a flag's value: those stand in process lists and histories.
type passwordFlags struct {
	PasswordStdin bool `help:"Read the password from the first line of standard input."`
}

// read asks for a new password on the terminal, twice and unseen, or takes it from standard input.
func (f passwordFlags) read(r *run) (string, error) {
	if f.PasswordStdin {
		return firstLine(r.in)
	}
	terminal, ok := r.in.(*os.File)
	if !ok || !isTerminal(terminal) {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "There is no terminal to ask for a password on.").
			WithHint("Give it on standard input with --password-stdin.").WithField("password")
	}
	in := bufio.NewReader(io.LimitReader(terminal, maxSecret))
	first, err := ask(r, terminal, in, "New password: ")
	if err != nil {
		return "", err
	}
	again, err := ask(r, terminal, in, "The same again: ")
	if err == nil && first != again {
		err = switchboard.Refuse(switchboard.CodeInvalid, "The two are not the same.").WithHint("Try again.").WithField("password")
	}
	return first, err
}

func ask(r *run, terminal *os.File, in *bufio.Reader, prompt string) (string, error) {
	fmt.Fprint(r.err, prompt)
	defer fmt.Fprintln(r.err)
	back, err := hideTyping(terminal)
	if err != nil {
		return "", fmt.Errorf("the terminal cannot hide what is typed: %w", err)
	}
	defer back()
	line, err := in.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

func firstLine(from io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(from, maxSecret)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", switchboard.Refuse(switchboard.CodeInvalid, "There is no password on standard input.").WithField("password").
			WithHint("Write it as the first line.")
	}
	return line, nil
}
