package pgtest

// Durable is a server for measuring: unlike that of the tests it makes every commit durable before it answers.
type Durable struct{ server *server }

// StartDurable starts one of its own; the caller stops it. It fails where PostgreSQL is not installed.
func StartDurable() (*Durable, error) {
	s, err := launch([]string{"fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB"})
	if err != nil {
		return nil, err
	}
	return &Durable{server: s}, nil
}

// Fresh makes an empty database and returns its address.
func (d *Durable) Fresh() (url string, err error) {
	name := databaseName()
	return d.server.url(name), d.server.sql("CREATE DATABASE " + name + " TEMPLATE template0")
}

// Stop ends the server and removes what it stored.
func (d *Durable) Stop() { d.server.stop() }
