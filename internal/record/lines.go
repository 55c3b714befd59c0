package record

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"switchboard"
)

// Line is one line of a file of records: a Record, or the reason why it is none.
type Line struct {
	Number int // from 1
	Record Record
	Err    error
}

// Lines reads a file of records. A bad line comes with its reason and never stops the rest; empty lines and a byte
// order mark are passed over. Trouble with reading itself is the last Line, with Number of the line it cut off and an
// error that is not a *switchboard.Error. A Record's Raw is its own copy.
func Lines(from io.Reader, now func() time.Time, options Options) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		in := bufio.NewReaderSize(from, 64<<10)
		for number := 1; ; number++ {
			line, err := readLine(in)
			if number == 1 {
				line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
			}
			if len(bytes.TrimSpace(line)) > 0 && !yield(parsed(number, line, now(), options)) {
				return
			}
			if err == nil {
				continue
			}
			if !errors.Is(err, io.EOF) {
				yield(Line{Number: number, Err: fmt.Errorf("reading line %d: %w", number, err)})
			}
			return
		}
	}
}

func parsed(number int, line []byte, now time.Time, options Options) Line {
	record, err := Parse(line, now, options)
	var own *switchboard.Error
	if err != nil && !errors.As(err, &own) {
		err = refuse("The record cannot be read.").WithCause(err).WithHint("Check the line.")
	}
	return Line{Number: number, Record: record, Err: err}
}

// readLine reads up to and including a line end. Of a line that is too long it keeps just enough to be refused.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if room := MaxLine + 2 - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}
