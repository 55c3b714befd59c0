package mailtest

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
)

// talkSMTP passes commands and mails on and answers back, unless a fault is due.
func talkSMTP(p *Proxy, client, server net.Conn) {
	if _, found := p.take(Cut); found {
		return
	}
	t := &smtpTalk{p: p, client: client, server: server}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer client.Close()
		lines{from: bufio.NewReader(server), to: client, filter: t.answer, passes: p.Passes}.run()
	}()
	from := bufio.NewReader(client)
	for {
		line, err := from.ReadBytes('\n')
		if err == nil && p.Passes != nil {
			p.Passes(false, line)
		}
		if err != nil || !t.line(line) {
			break
		}
	}
	if !t.leave() {
		_ = server.Close()
	}
	<-done
}

// leave notes that the client is gone, and reports whether the server's answer to a whole mail is still to come: whoever
// hangs up after the final dot has sent it.
func (t *smtpTalk) leave() (answers bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.gone = true
	return t.dot
}

type smtpTalk struct {
	p              *Proxy
	client, server net.Conn
	mu             sync.Mutex
	asked, inside  bool // DATA was sent; the mail is being sent
	dot            bool // the final dot was passed on and not answered
	gone           bool // the client hung up
	spoil          Fault
	mail           bytes.Buffer
}

// line handles what the client says; false when the connection is over.
func (t *smtpTalk) line(line []byte) bool {
	t.mu.Lock()
	inside := t.inside
	t.mu.Unlock()
	word := strings.ToUpper(string(line[:min(4, len(line))]))
	switch {
	case inside && string(bytes.TrimRight(line, "\r\n")) == ".":
		return t.end(line)
	case inside:
		t.mail.Write(bytes.TrimPrefix(line, []byte(".")))
	case word == "AUTH":
		if fault, found := t.p.take(Auth); found {
			return t.refuse(string(fault[len(Auth):]))
		}
	case word == "RCPT":
		if fault, found := t.p.take(Rcpt); found {
			return t.refuse(string(fault[len(Rcpt):]))
		}
	case word == "MAIL":
		if fault, found := t.p.take(No); found {
			return t.refuse(string(fault[len(No):]))
		}
	case word == "DATA":
		t.mu.Lock()
		t.asked = true
		t.mu.Unlock()
	}
	_, err := t.server.Write(line)
	return err == nil
}

func (t *smtpTalk) refuse(text string) bool {
	_, err := t.client.Write([]byte(text + "\r\n"))
	return err == nil
}

// end handles the final dot.
func (t *smtpTalk) end(line []byte) bool {
	if fault, found := t.p.take(Dot); found {
		_ = t.refuse(string(fault[len(Dot):]))
		return false
	}
	fault, found := t.p.take(Nothing, Lost, Garbage, Half, Late)
	switch {
	case found && fault == Nothing:
		_, _ = io.Copy(io.Discard, t.client)
		return false
	case found && fault == Lost:
		_ = t.client.Close()
		return false
	}
	t.mu.Lock()
	t.inside, t.dot, t.spoil = false, true, fault
	t.mu.Unlock()
	_, err := t.server.Write(line)
	return err == nil
}

// answer handles what the server says.
func (t *smtpTalk) answer(line []byte) (pass, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked && bytes.HasPrefix(line, []byte("354")) {
		t.asked, t.inside = false, true
	}
	if !t.dot {
		return true, true
	}
	t.dot = false
	if bytes.HasPrefix(line, []byte("2")) && t.p.Accepted != nil {
		t.p.Accepted(bytes.Clone(t.mail.Bytes()))
	}
	t.mail.Reset()
	if t.gone {
		return false, false
	}
	switch t.spoil {
	case Late:
		return false, false
	case Garbage:
		_, _ = t.client.Write(rubbish)
		return false, false
	case Half:
		_, _ = t.client.Write([]byte("25"))
		return false, false
	}
	return true, true
}
