package mailtest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// folderPrefix is followed by the process number of the test binary, see sweep.
const folderPrefix = "mailtest-"

// process is a server that dies with the test binary.
type process struct {
	name    string
	process *os.Process
	ended   chan struct{}
	mu      sync.Mutex
	out     bytes.Buffer
}

// Write keeps what the server says.
func (p *process) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out.Len() > 1<<20 {
		p.out.Reset()
	}
	return p.out.Write(text)
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// run starts a server from a thread that lives as long as it does: the kernel tells a child that its parent died when
// the starting thread ends.
func run(folder, program string, args ...string) (*process, error) {
	p := &process{name: program, ended: make(chan struct{})}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, p, p
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Setpgid: true})
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer close(p.ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	err := <-started
	p.process = cmd.Process
	return p, err
}

func (p *process) stop() {
	if p == nil || p.process == nil {
		return
	}
	_ = p.process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		_ = syscall.Kill(-p.process.Pid, syscall.SIGKILL)
		<-p.ended
	}
}

// turn waits until no other test binary runs OpenSMTPD: there is one queue on a machine.
func (s *Server) turn() error {
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "mailtest.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	s.lock = lock
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
}

func chownNobody(path string) error {
	u, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return os.Chown(path, uid, gid)
}

// sweep removes the folders of test binaries that were killed before they could.
func sweep(dir string) {
	found, _ := filepath.Glob(filepath.Join(dir, folderPrefix+"*-*"))
	for _, folder := range found {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), folderPrefix), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && pid > 0 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(folder)
		}
	}
}
