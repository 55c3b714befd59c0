package db

import (
	"context"
	"database/sql"
	"strings"
)

// maxStatements bounds the prepared statements one SQLite connection keeps.
const maxStatements = 512

// session is one SQLite connection with its prepared statements: preparing costs more than running most statements.
type session struct {
	conn  *sql.Conn
	stmts map[string]*prepared
	// writes counts the executed statements that may have written.
	writes int
	// guard is called before a statement that may write; the writer opens its savepoint there.
	guard func() error
}

type prepared struct {
	*sql.Stmt
	reads bool
}

func newSession(conn *sql.Conn) *session {
	return &session{conn: conn, stmts: make(map[string]*prepared)}
}

func (s *session) prepare(ctx context.Context, query string) (*prepared, error) {
	if p, ok := s.stmts[query]; ok {
		return p, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, stable(query))
	if err != nil {
		return nil, err
	}
	s.evict()
	p := &prepared{Stmt: stmt, reads: onlyReads(query)}
	s.stmts[query] = p
	return p, nil
}

// stable keeps SQLite from preparing a statement again whenever a limit is bound: its planner looks at the value of a
// limit that is a parameter and nothing else, and has to look again at the next one. Preparing costs as much as walking
// through a dozen rows.
func stable(query string) string { return strings.ReplaceAll(query, "LIMIT ?", "LIMIT ? + 0") }

// evict makes room for one statement. Any will do: texts that come back are soon prepared again. No statement is in
// use here, because a Tx has one result open at a time.
func (s *session) evict() {
	for text, old := range s.stmts {
		if len(s.stmts) < maxStatements {
			return
		}
		old.Close()
		delete(s.stmts, text)
	}
}

func (s *session) ready(ctx context.Context, query string) (*prepared, error) {
	p, err := s.prepare(ctx, query)
	if err != nil || p.reads {
		return p, err
	}
	s.writes++
	if s.guard != nil {
		err = s.guard()
	}
	return p, err
}

func (s *session) exec(ctx context.Context, query string, args []any) (int64, error) {
	p, err := s.ready(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := p.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (s *session) query(ctx context.Context, query string, args []any) (cursor, error) {
	p, err := s.ready(ctx, query)
	if err != nil {
		return nil, err
	}
	return p.QueryContext(ctx, args...)
}

// send runs the statement at once: nothing lies between the program and its database.
func (s *session) send(ctx context.Context, query string, args []any) error {
	_, err := s.exec(ctx, query, args)
	return err
}

// control runs a statement of the transaction machinery itself, which no caller can cancel.
func (s *session) control(query string) error {
	p, err := s.prepare(context.Background(), query)
	if err != nil {
		return err
	}
	_, err = p.ExecContext(context.Background())
	return err
}

// script runs a text of any number of statements, not kept prepared.
func (s *session) script(ctx context.Context, text string) error {
	_, err := s.conn.ExecContext(ctx, text)
	return err
}

// inTx asks SQLite whether a transaction is open: some failures roll it back by themselves, and a statement run then
// would commit on its own.
func (s *session) inTx() bool {
	if s.control("BEGIN") != nil {
		return true
	}
	_ = s.control("ROLLBACK")
	return false
}

func (s *session) rollback() { _ = s.control("ROLLBACK") }

func (s *session) close() error {
	for _, p := range s.stmts {
		p.Close()
	}
	s.stmts = nil
	return s.conn.Close()
}

// onlyReads knows the statements that surely change nothing; all others get a savepoint.
func onlyReads(query string) bool {
	query = strings.TrimLeft(query, " \t\r\n(")
	return len(query) >= 6 && strings.EqualFold(query[:6], "select")
}
