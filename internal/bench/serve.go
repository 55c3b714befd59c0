package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// connections is how many consoles are connected at once.
const connections = 1000

// serve measures the binary itself: how soon it answers, what it holds in memory, and what a live connection costs.
func (b *bench) serve(ctx context.Context) ([]figure, error) {
	folder, err := os.MkdirTemp(b.dir, "bench-serve-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "switchboard")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/switchboard")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w: %s", err, out)
	}
	empty, err := b.serving(ctx, binary, filepath.Join(folder, "empty"), "an empty data folder", nil)
	if err != nil {
		return empty, err
	}
	c, err := b.found(ctx, b.Followed)
	if err != nil {
		return empty, err
	}
	data := c.folder
	defer os.RemoveAll(data)
	c.folder = "" // the process takes the folder over
	if err := c.Close(); err != nil {
		return empty, err
	}
	full, err := b.serving(ctx, binary, data, fmt.Sprintf("%d conversations", b.Followed), c.tokens)
	return append(empty, full...), err
}

// serving starts the binary on a data folder, measures it and stops it. With tokens, consoles connect too.
func (b *bench) serving(ctx context.Context, binary, data, what string, tokens []string) (figures []figure, err error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	process := exec.CommandContext(ctx, binary, "serve", "--data", data, "--listen", address, "--log-level", "error")
	process.Stderr = b.progress
	process.Env = []string{"PATH=/nowhere"}
	start := time.Now()
	if err := process.Start(); err != nil {
		return nil, err
	}
	defer func() {
		_ = process.Process.Signal(syscall.SIGTERM)
		_ = process.Wait()
	}()
	took, err := firstAnswer(ctx, start, "http://"+address+"/healthz")
	if err != nil {
		return nil, err
	}
	time.Sleep(time.Duration(b.IdleSeconds) * time.Second)
	idle, err := resident(process.Process.Pid)
	figures = []figure{
		figure{Name: "start to first answer", Value: took.Seconds(), Unit: "s", Spelling: what}.atMost(1),
		figure{Name: "idle resident memory", Value: idle / (1 << 20), Unit: "MiB", Spelling: what}.atMost(80e6 / (1 << 20)),
	}
	if err != nil || tokens == nil {
		return figures, err
	}
	each, err := b.connected(ctx, "http://"+address+"/api/v1/events", tokens, process.Process.Pid)
	if errors.Is(err, errAbsent) {
		fmt.Fprintln(b.progress, "  live connections are left out:", err)
		return figures, nil
	}
	return append(figures, figure{Name: "a live connection", Value: each / 1000, Unit: "kB",
		Spelling: fmt.Sprintf("%d connected", connections)}.atMost(40)), err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// firstAnswer asks until there is an answer and says how long after start that was.
func firstAnswer(ctx context.Context, start time.Time, address string) (time.Duration, error) {
	client := &http.Client{Timeout: time.Second}
	defer client.CloseIdleConnections()
	for time.Since(start) < 30*time.Second && ctx.Err() == nil {
		answer, err := client.Get(address)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(start), nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return 0, errors.New("the server does not answer")
}

// resident is how many bytes of a process are in memory.
func resident(pid int) (float64, error) {
	f, err := os.Open(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, found := strings.CutPrefix(lines.Text(), "VmRSS:"); found {
			kib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kib * 1024, err
		}
	}
	return 0, errors.New("the system does not tell resident memory")
}

// connected opens many event streams and says how many bytes each of them takes.
func (b *bench) connected(ctx context.Context, address string, tokens []string, pid int) (each float64, err error) {
	before, err := resident(pid)
	if err != nil {
		return 0, err
	}
	client := &http.Client{}
	defer client.CloseIdleConnections()
	ctx, hangUp := context.WithCancel(ctx)
	defer hangUp()
	for i := range connections {
		if err := subscribe(ctx, client, address, tokens[i%len(tokens)]); err != nil {
			return 0, err
		}
	}
	time.Sleep(time.Duration(b.IdleSeconds) * time.Second)
	after, err := resident(pid)
	return (after - before) / connections, err
}

// subscribe opens one stream, which stays open until ctx ends, and waits for its first line.
func subscribe(ctx context.Context, client *http.Client, address, token string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode == http.StatusOK {
		_, err = bufio.NewReader(answer.Body).ReadString('\n')
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusNotFound {
		return errAbsent
	}
	body, _ := io.ReadAll(io.LimitReader(answer.Body, 200))
	return fmt.Errorf("events answered %s: %s", answer.Status, body)
}

// countItems is how many items a page holds; 0 when it is none.
func countItems(body []byte) int {
	var page struct {
		Items []json.RawMessage `json:"items"`
	}
	if json.Unmarshal(body, &page) != nil {
		return 0
	}
	return len(page.Items)
}
