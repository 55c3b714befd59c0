package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

// View names a list of conversations.
type View string

// Views.
const (
	ViewMine       View = "mine"       // open, led by the agent
	ViewOffered    View = "offered"    // waits for the agent's yes: offered to them, or to be handed over to them
	ViewDepartment View = "department" // open, of a department
	ViewQueue      View = "queue"      // of a department, nobody leads, in the order it is served
	ViewUnowned    View = "unowned"    // in whatever queue, by deadline
	ViewAll        View = "all"        // open, everything
	ViewClosed     View = "closed"     // newest first
	ViewCustomer   View = "customer"   // everything of one customer, newest first
)

// Inbox asks for one page of a view.
type Inbox struct {
	View       View
	Agent      switchboard.AgentID
	Department switchboard.DepartmentKey
	Customer   switchboard.CustomerID
	Topic      switchboard.TopicKey // only what is about it; empty for everything
	After      Place
	Limit      int
	Visible    Visible
}

// Visible narrows a list to what its reader may see. A nil list means no limit in that dimension.
type Visible struct {
	Departments []switchboard.DepartmentKey
	Brands      []switchboard.BrandID
	Accounts    []switchboard.AccountID
	Self        switchboard.AgentID // always sees what they lead, help with or are offered
	Private     bool                // may see private conversations
}

// Inbox reads one page of a view in its order. Every view walks an index from the given place; none counts.
func (t *Tx) Inbox(q Inbox) ([]switchboard.Conversation, error) {
	if query, args, ok := q.narrow(t); ok {
		return db.List(t.Tx, scanConversation, query, args...)
	}
	from, where, order, args := q.ofTopic(q.base(t))
	limits, more := q.Visible.where(t.Dialect())
	args = append(args, more...)
	args = append(args, q.Limit)
	return db.List(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM `+from+` WHERE `+where+limits+
		` ORDER BY `+order+` LIMIT ?`, args...)
}

// askedOf holds for what waits for somebody's yes, in the words of its index.
const askedOf = `COALESCE(offer_to, transfer_to) IS NOT NULL AND COALESCE(offer_to, transfer_to) = ?`

func (q Inbox) base(t *Tx) (where, order string, args []any) {
	id := q.After.bytes(t)
	const up, down = `sort_at, id`, `last_message_at DESC, id DESC`
	switch q.View {
	case ViewMine:
		return `stance <> 'closed' AND lead = ? AND (sort_at, id) > (?, ?)`, up, []any{q.Agent, q.After.Sort, id}
	case ViewOffered:
		return askedOf + ` AND (sort_at, id) > (?, ?)`, up, []any{q.Agent, q.After.Sort, id}
	case ViewDepartment:
		return `stance <> 'closed' AND department = ? AND (sort_at, id) > (?, ?)`, up, []any{q.Department, q.After.Sort, id}
	case ViewQueue:
		rank, at := q.After.queue()
		return `stance = 'queued' AND department = ? AND (rank, queued_at, id) > (?, ?, ?)`, `rank, queued_at, id`,
			[]any{q.Department, rank, at, id}
	case ViewUnowned:
		return `stance = 'queued' AND (sort_at, id) > (?, ?)`, up, []any{q.After.Sort, id}
	case ViewClosed:
		return `stance = 'closed' AND (last_message_at, id) < (?, ?)`, down, []any{q.After.orEnd(), id}
	case ViewCustomer:
		return `customer_id = ? AND (last_message_at, id) < (?, ?)`, down, []any{q.Customer, q.After.orEnd(), id}
	}
	return `stance <> 'closed' AND (sort_at, id) > (?, ?)`, up, []any{q.After.Sort, id}
}

// Next is the place behind a conversation in the order of the view.
func (q Inbox) Next(c switchboard.Conversation) Place {
	switch q.View {
	case ViewQueue:
		return queuePlace(c)
	case ViewClosed, ViewCustomer:
		return After(c.LastMessageAt, c.ID)
	}
	return SortPlace(c)
}

// rankShift leaves room for a time in microseconds below the rank.
const rankShift = 60

// queuePlace is where a conversation stands in its department's queue: by rank, then by how long it waits.
func queuePlace(c switchboard.Conversation) Place {
	return Place{Sort: int64(Rank(c))<<rankShift | db.Micros(c.QueuedAt), ID: c.ID}
}

func (p Place) queue() (rank, queuedAt int64) {
	return p.Sort >> rankShift, p.Sort & (1<<rankShift - 1)
}

// orEnd is the sort value of a list that is read downwards: its beginning is the far future.
func (p Place) orEnd() int64 {
	if p == (Place{}) {
		return sortNever
	}
	return p.Sort
}

// where renders the limits as SQL. Own work is always visible.
func (v Visible) where(d db.Dialect) (sql string, args []any) {
	limits, args := v.covered()
	switch {
	case limits == "":
		return "", nil
	case v.Self.IsZero():
		return ` AND ` + limits, args
	}
	sql = ` AND ((` + limits + `) OR lead = ? OR offer_to = ? OR transfer_to = ? OR ` + d.Contains("helpers") + `)`
	return sql, append(args, v.Self, v.Self, v.Self, quotedID(v.Self))
}

// covered renders what is visible whose work it is aside; empty without limits.
func (v Visible) covered() (sql string, args []any) {
	var parts []string
	if v.Departments != nil {
		parts = append(parts, inList("department", v.Departments, &args))
	}
	if v.Brands != nil {
		parts = append(parts, inList("brand_id", v.Brands, &args))
	}
	if v.Accounts != nil {
		parts = append(parts, inList("account_id", v.Accounts, &args))
	}
	if !v.Private {
		parts = append(parts, `visibility <> 'private'`)
	}
	return join(parts, " AND "), args
}

// quotedID is how an identifier stands in a list that is stored as JSON.
func quotedID(id switchboard.AgentID) string { return `"` + id.String() + `"` }
