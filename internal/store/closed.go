package store

import (
	"switchboard/internal/store/db"
)

// maxBranches bounds from how many walks a page of closed conversations is put together. A scope that names more than
// this is taken for a wide one.
const maxBranches = 32

// closedPage is a page of closed conversations for somebody who sees a part of them. A walk through everything that is
// closed might pass nearly all of it over before a page is full. This one walks, for each thing the scope names, an index
// that holds nothing else, and one more over what people helped with, and merges them in the order of the list.
type closedPage struct {
	q       Inbox
	dialect db.Dialect
	id      any
	args    []any
}

// narrow reports whether a page is read that way, and gives its statement.
func (q Inbox) narrow(t *Tx) (query string, args []any, ok bool) {
	column, named := q.Visible.narrowest()
	if q.View != ViewClosed || q.Topic != "" || column == "" || len(named) > maxBranches {
		return "", nil, false
	}
	p := &closedPage{q: q, dialect: t.Dialect(), id: q.After.bytes(t)}
	var parts []string
	for _, value := range named {
		parts = append(parts, p.within(column, value))
	}
	if !q.Visible.Self.IsZero() {
		parts = append(parts, p.helped())
	}
	if len(parts) == 0 {
		return "", nil, false
	}
	query = join(parts, " UNION ALL ") + ` ORDER BY last_message_at DESC, id DESC LIMIT ?`
	return query, append(p.args, q.Limit), true
}

// narrowest chooses what the walks go by: an account belongs to one brand, and departments serve many.
func (v Visible) narrowest() (column string, named []any) {
	switch {
	case v.Accounts != nil:
		return "account_id", anyOf(v.Accounts)
	case v.Brands != nil:
		return "brand_id", anyOf(v.Brands)
	case v.Departments != nil:
		return "department", anyOf(v.Departments)
	}
	return "", nil
}

func anyOf[T comparable](values []T) []any {
	seen := map[T]bool{}
	var all []any
	for _, v := range values {
		if !seen[v] { // named twice is listed once
			seen[v], all = true, append(all, v)
		}
	}
	return all
}

const closedFrom = `SELECT ` + conversationColumns + ` FROM conversation WHERE stance = 'closed' AND (last_message_at, id) < (?, ?)`

// within is what the scope covers of one thing it names. Saying of that column twice what it must be would have
// PostgreSQL expect next to nothing, and sort everything there is instead of walking the index in its order.
func (p *closedPage) within(column string, value any) string {
	limits, more := p.q.Visible.but(column).covered()
	p.args = append(append(p.args, p.q.After.orEnd(), p.id, value), more...)
	query := closedFrom + ` AND ` + column + ` = ?`
	if limits != "" {
		query += ` AND ` + limits
	}
	return query
}

// but is the same without the limit on one column.
func (v Visible) but(column string) Visible {
	switch column {
	case "account_id":
		v.Accounts = nil
	case "brand_id":
		v.Brands = nil
	case "department":
		v.Departments = nil
	}
	return v
}

// helped is what lies outside the scope and the reader helped with. Nothing closed has a lead, an offer or a transfer.
func (p *closedPage) helped() string {
	limits, more := p.q.Visible.covered()
	p.args = append(append(p.args, p.q.After.orEnd(), p.id, quotedID(p.q.Visible.Self)), more...)
	return closedFrom + ` AND helpers <> '[]' AND ` + p.dialect.Contains("helpers") + ` AND NOT (` + limits + `)`
}
