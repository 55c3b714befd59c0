package mailtest

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// Fault is one way for the next exchange to go wrong.
type Fault string

// Faults. An IMAP proxy has them at the next command; for an SMTP proxy it is said where.
const (
	Cut     Fault = "cut"      // the connection is cut and nothing was passed on; SMTP: when connecting
	Late    Fault = "late"     // passed on and done, then the connection is cut; SMTP: after the final dot
	Nothing Fault = "nothing"  // no answer, nothing passed on; SMTP: after the final dot
	Lost    Fault = "lost"     // not passed on, then the connection is cut; SMTP: after the final dot
	Garbage Fault = "garbage"  // passed on, and the answer is nonsense; SMTP: after the final dot
	Half    Fault = "half"     // passed on, and the answer breaks off; SMTP: after the final dot
	Hung    Fault = "hung"     // connected, and not even a greeting
	Noise   Fault = "noise"    // an endless stream of bytes without a line end instead of a greeting
	Drip    Fault = "drip"     // the greeting comes byte by byte and never ends
	Literal Fault = "literal"  // IMAP: a body of a size that is a lie
	Nil     Fault = "nil"      // IMAP: a mail without a body
	No      Fault = "no:"      // answered with a refusal of ours: what follows the colon is its text
	Auth    Fault = "no-auth:" // SMTP: the same, when signing in
	Dot     Fault = "no-dot:"  // SMTP: the same, after the final dot
	Rcpt    Fault = "no-rcpt:" // SMTP: the same, when the recipient is named
)

// Proxy stands before a server and lets exchanges go wrong on demand.
type Proxy struct {
	Address string
	// Accepted is called with each mail that the server behind an SMTP proxy has accepted; nil for nobody.
	Accepted func(raw []byte)
	// Hides are capabilities that an IMAP proxy does not let its client know of.
	Hides []string
	// Before is called with each command line an IMAP proxy passes on; nil for nobody.
	Before func(line string)
	// Passes is called with each line of either side, before it is passed on; nil for nobody.
	Passes func(fromServer bool, line []byte)

	to   string
	talk func(p *Proxy, client, server net.Conn)
	mu   sync.Mutex
	next Fault
	stay bool
	open map[net.Conn]bool // to the server
}

// IMAPProxy stands before the IMAP server.
func (s *Server) IMAPProxy(t testing.TB) *Proxy { return listen(t, s.IMAP, talkIMAP) }

// SMTPProxy stands before the server that takes mail for sending.
func (s *Server) SMTPProxy(t testing.TB) *Proxy { return listen(t, s.Submission, talkSMTP) }

func listen(t testing.TB, to string, talk func(p *Proxy, client, server net.Conn)) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Address: l.Addr().String(), to: to, talk: talk}
	var open sync.WaitGroup
	ended := make(chan struct{})
	open.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { p.serve(client, ended) })
		}
	})
	t.Cleanup(func() {
		close(ended)
		_ = l.Close()
		open.Wait()
	})
	return p
}

// Break lets the next exchange go wrong.
func (p *Proxy) Break(fault Fault) { p.arm(fault, false) }

// Stay lets every exchange go wrong until Break or Stay is called again.
func (p *Proxy) Stay(fault Fault) { p.arm(fault, true) }

// Sever cuts what is connected to the server: what a client has sent and was not passed on yet never arrives.
func (p *Proxy) Sever() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.open {
		_ = conn.Close()
	}
}

// hold notes a connection to the server, or that it is over.
func (p *Proxy) hold(conn net.Conn, open bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open == nil {
		p.open = map[net.Conn]bool{}
	}
	if open {
		p.open[conn] = true
		return
	}
	delete(p.open, conn)
}

func (p *Proxy) arm(fault Fault, stay bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next, p.stay = fault, stay
}

// take gives the fault that is due, if it is one of those.
func (p *Proxy) take(kinds ...Fault) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, kind := range kinds {
		if p.next == "" || !strings.HasPrefix(string(p.next), string(kind)) {
			continue
		}
		fault := p.next
		if !p.stay {
			p.next = ""
		}
		return fault, true
	}
	return "", false
}

func (p *Proxy) serve(client net.Conn, ended chan struct{}) {
	defer client.Close()
	over := make(chan struct{})
	defer close(over)
	go func() {
		select {
		case <-ended:
			_ = client.Close()
		case <-over:
		}
	}()
	if fault, found := p.take(Hung, Noise, Drip); found {
		greet(client, fault)
		return
	}
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer server.Close()
	p.hold(server, true)
	defer p.hold(server, false)
	p.talk(p, client, server)
}

// greet is a greeting that is none. It ends when the client goes away.
func greet(client net.Conn, fault Fault) {
	switch fault {
	case Noise:
		for noise := bytes.Repeat([]byte("x"), 1<<16); ; {
			if _, err := client.Write(noise); err != nil {
				return
			}
		}
	case Drip:
		_, _ = client.Write([]byte("* OK "))
		for range 100_000 {
			if _, err := client.Write([]byte("*")); err != nil || wait(client) {
				return
			}
		}
	default:
		_, _ = io.Copy(io.Discard, client)
	}
}

// lines passes a server's answers on, line by line, unless filter says that it did so, or that it is over.
type lines struct {
	from   *bufio.Reader
	to     net.Conn
	filter func(line []byte) (pass, more bool)
	passes func(fromServer bool, line []byte)
}

func (l lines) run() {
	for {
		line, err := l.from.ReadBytes('\n')
		if len(line) > 0 {
			if l.passes != nil {
				l.passes(true, line)
			}
			pass, more := l.filter(line)
			if pass {
				if _, err := l.to.Write(line); err != nil {
					return
				}
			}
			if !more {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
