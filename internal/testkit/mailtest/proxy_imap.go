package mailtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// wait lets a moment pass and reports whether the client went away.
func wait(client net.Conn) bool {
	_ = client.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	_, err := client.Read(make([]byte, 1))
	timeout, ok := err.(net.Error)
	return err != nil && !(ok && timeout.Timeout())
}

var rubbish = append(bytes.Repeat([]byte("\x00\xff\x13nonsense(((\"{"), 500), '\r', '\n')

// talkIMAP passes commands on and answers back, unless a fault is due.
func talkIMAP(p *Proxy, client, server net.Conn) {
	var spoil atomic.Value
	spoil.Store(Fault(""))
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer client.Close()
		lines{from: bufio.NewReader(server), to: client, passes: p.Passes, filter: func(line []byte) (bool, bool) {
			p.hide(line)
			switch spoil.Load().(Fault) {
			case Garbage:
				_, _ = client.Write(rubbish)
				return false, false
			case Half:
				_, _ = client.Write(line[:len(line)/2])
				return false, false
			case Late:
				return false, !tagged(line)
			}
			return true, true
		}}.run()
	}()
	from := bufio.NewReader(client)
	for {
		line, err := from.ReadBytes('\n')
		if err != nil {
			break
		}
		if p.Passes != nil {
			p.Passes(false, line)
		}
		if p.Before != nil {
			p.Before(string(line))
		}
		if fault, found := p.due(line); found && !p.command(fault, line, client, &spoil) {
			break
		} else if found && (fault == Nil || strings.HasPrefix(string(fault), string(No))) {
			continue
		}
		if _, err := server.Write(line); err != nil {
			break
		}
	}
	_ = server.Close()
	<-done
}

// hide makes names of capabilities unknown ones of the same length.
func (p *Proxy) hide(line []byte) {
	if !bytes.Contains(line, []byte("CAPABILITY")) {
		return
	}
	for _, name := range p.Hides {
		if at := bytes.Index(line, []byte(" "+name)); at >= 0 {
			copy(line[at+1:], strings.Repeat("X", len(name)))
		}
	}
}

func tagged(line []byte) bool {
	return !bytes.HasPrefix(line, []byte("*")) && !bytes.HasPrefix(line, []byte("+"))
}

// due is the fault for a line that is a command.
func (p *Proxy) due(line []byte) (Fault, bool) {
	fields := bytes.Fields(line)
	if len(fields) < 2 || !bytes.HasPrefix(fields[0], []byte("T")) {
		return "", false
	}
	if bytes.Contains(line, []byte("FETCH")) {
		if fault, found := p.take(Literal, Nil); found {
			return fault, true
		}
	}
	return p.take(Cut, Nothing, Garbage, Half, Late, No)
}

// command lets a command go wrong; false when the connection is over.
func (p *Proxy) command(fault Fault, line []byte, client net.Conn, spoil *atomic.Value) bool {
	tag := string(bytes.Fields(line)[0])
	switch {
	case fault == Cut:
		return false
	case fault == Nothing:
		_, _ = io.Copy(io.Discard, client)
		return false
	case fault == Nil:
		_, _ = client.Write(none(line))
	case fault == Literal:
		_, _ = client.Write([]byte("* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"))
		for noise := bytes.Repeat([]byte("x"), 1<<16); ; {
			if _, err := client.Write(noise); err != nil {
				return false
			}
		}
	case strings.HasPrefix(string(fault), string(No)):
		_, _ = client.Write([]byte(tag + " NO " + string(fault[len(No):]) + "\r\n"))
	default:
		spoil.Store(fault)
	}
	return true
}

// none is the answer to a FETCH of one body that says that there is none.
func none(line []byte) []byte {
	fields := bytes.Fields(line)
	uid := "1"
	if len(fields) > 3 {
		uid = string(fields[3])
	}
	return fmt.Appendf(nil, "* 1 FETCH (UID %s BODY[] NIL)\r\n%s OK done\r\n", uid, fields[0])
}
