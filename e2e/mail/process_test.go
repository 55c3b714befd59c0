package mail

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/app"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/testkit"
	"switchboard/internal/testkit/mailtest"
)

// built is the product, in a folder of the test.
func built(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "switchboard")
	if out, err := exec.Command("go", "build", "-o", path, "switchboard/cmd/switchboard").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// mortal is an installation whose process is killed and started again, between mail servers and us.
type mortal struct {
	*house
	data, token string
	binary      string
	imap, smtp  *mailtest.Proxy
	address     string

	turn   sync.Mutex // whose line is looked at
	mu     sync.Mutex
	strike func(fromServer bool, line []byte) bool // whether the process dies before the line is passed on
	life   *life
}

// life is one process.
type life struct {
	process *os.Process
	ended   chan struct{}
}

// newMortal connects a mailbox behind proxies, with a server that keeps what is sent by itself.
func newMortal(t *testing.T, address string) *mortal {
	t.Helper()
	data := t.TempDir()
	h := openIn(t, data, "ines@brand.test")
	m := &mortal{house: h, address: address, binary: built(t), data: data, token: h.Token, imap: h.servers.IMAPProxy(t), smtp: h.servers.SMTPProxy(t)}
	m.imap.Passes, m.smtp.Passes = m.passes, m.passes
	config := h.config(address)
	config["imap_port"], config["smtp_port"] = portOf(m.imap.Address), portOf(m.smtp.Address)
	config["sent_copy"], config["mark_seen"] = "server", "true"
	h.connectAs(config)
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	h.Stop()
	t.Cleanup(m.die)
	return m
}

func portOf(address string) string { return address[strings.LastIndexByte(address, ':')+1:] }

// passes kills the process when its time has come. What was on its way by then arrives all the same.
func (m *mortal) passes(fromServer bool, line []byte) {
	m.turn.Lock()
	defer m.turn.Unlock()
	m.mu.Lock()
	strike := m.strike
	m.mu.Unlock()
	if strike != nil && strike(fromServer, line) {
		m.aim(nil)
		m.die()
	}
}

// aim says when the process dies.
func (m *mortal) aim(strike func(fromServer bool, line []byte) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.strike = strike
}

// die kills the process, if one lives, and waits until it is gone.
func (m *mortal) die() {
	m.mu.Lock()
	now := m.life
	m.mu.Unlock()
	if now == nil {
		return
	}
	_ = now.process.Kill() // it may be gone already
	<-now.ended
}

var readyAt = regexp.MustCompile(`msg=ready address=(\S+)`)

// born starts the binary on what the lives before have left.
func (m *mortal) born() {
	m.t.Helper()
	m.inherit()
	cmd := exec.Command(m.binary, "serve", "--data", m.data, "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "SWITCHBOARD_DISK_RESERVE=0", "SWITCHBOARD_PRACTICE=off", "SWITCHBOARD_ALLOW_PRIVATE_NETWORKS=on")
	said, err := cmd.StderrPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	now := &life{process: cmd.Process, ended: make(chan struct{})}
	ready := make(chan string, 1)
	go func() {
		defer close(now.ended)
		defer close(ready)
		lines := bufio.NewScanner(said)
		for lines.Scan() {
			if at := readyAt.FindStringSubmatch(lines.Text()); at != nil {
				ready <- at[1]
			}
		}
		_, _ = io.Copy(io.Discard, said)
		_ = cmd.Wait() // it is killed
	}()
	m.mu.Lock()
	m.life = now
	m.mu.Unlock()
	if at, ok := <-ready; ok {
		m.Served = testkit.Reach(m.t, "http://"+at, m.token)
	}
}

// over reports whether the process is gone.
func (m *mortal) over() bool {
	select {
	case <-m.life.ended:
		return true
	default:
		return false
	}
}

// inherit lets the leases of dead processes run out, for which nobody wants to wait.
func (m *mortal) inherit() {
	m.t.Helper()
	m.look(func(d *store.DB) {
		testkit.Update(m.t, d, func(tx *store.Tx) error {
			leases, err := tx.Leases()
			for _, lease := range leases {
				if err := tx.ReleaseLease(lease); err != nil {
					return err
				}
			}
			return err
		})
	})
}

// look opens what a dead process has left.
func (m *mortal) look(at func(d *store.DB)) {
	m.t.Helper()
	d, err := store.Open(m.t.Context(), db.Config{DSN: app.DatabaseFile(m.data), Now: time.Now})
	if err != nil {
		m.t.Fatal(err)
	}
	defer d.Close()
	at(d)
}
