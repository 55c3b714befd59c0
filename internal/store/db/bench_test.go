package db

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const benchTable = `CREATE TABLE said (id INTEGER PRIMARY KEY, ext TEXT NOT NULL UNIQUE, account BIGINT NOT NULL,
	thread BIGINT NOT NULL, author BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL, flags BIGINT NOT NULL,
	body TEXT NOT NULL, url TEXT NOT NULL)`

const benchInsert = `INSERT INTO said (ext, account, thread, author, kind, at, flags, body, url)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

var benchBody = strings.Repeat("a kettle that sings off key; ", 8)

func insertSaid(tx *Tx, n int64) error {
	_, err := tx.Exec(benchInsert, fmt.Sprintf("post-%016x", uint64(n)*0x9E3779B97F4A7C15), n%7, n/5, n%1013, "mention",
		n*1_000_003, 0, benchBody, "https://lamp.example/p/1234567890")
	return err
}

func openBench(b *testing.B) *DB {
	d := openTest(b, Config{DSN: filepath.Join(b.TempDir(), "bench.db")})
	script(b, d, benchTable, "CREATE INDEX said_thread ON said (thread, at)")
	return d
}

// BenchmarkGroupCommit is the floor of other write figures: durable single-table rows, one row an Update.
func BenchmarkGroupCommit(b *testing.B) {
	for _, writers := range []int{1, 8, 64, 256} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			d := openBench(b)
			var next atomic.Int64
			writeAll(b, writers, &next, func(n int64) error {
				return d.Update(context.Background(), func(tx *Tx) error { return insertSaid(tx, n) })
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkEmptyMembers is the cost of the door itself: members that write nothing.
func BenchmarkEmptyMembers(b *testing.B) {
	d := openBench(b)
	var next atomic.Int64
	writeAll(b, 64, &next, func(int64) error {
		return d.Update(context.Background(), func(*Tx) error { return nil })
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "members/s")
}

// BenchmarkOneBigTransaction is what SQLite can do at most: many rows in one member, no savepoints between them.
func BenchmarkOneBigTransaction(b *testing.B) {
	d := openBench(b)
	b.ResetTimer()
	for n := 0; n < b.N; n += 256 {
		err := d.Update(context.Background(), func(tx *Tx) error {
			for i := n; i < min(n+256, b.N); i++ {
				if err := insertSaid(tx, int64(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkView is the cost of one indexed read in its own snapshot.
func BenchmarkView(b *testing.B) {
	d := openBench(b)
	err := d.Update(context.Background(), func(tx *Tx) error { return insertSaid(tx, 1) })
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.ResetTimer()
	for range b.N {
		err := d.View(ctx, func(tx *Tx) error {
			var body string
			return tx.QueryRow("SELECT body FROM said WHERE id = ?", 1).Scan(&body)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func writeAll(b *testing.B, writers int, next *atomic.Int64, write func(int64) error) {
	b.ResetTimer()
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := write(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
}
