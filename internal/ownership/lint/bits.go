package lint

// bits is a set of classes of one dimension, as many as there are.
type bits []uint64

const wordSize = 64

// bit is the set of one class.
func bit(class int) bits {
	b := make(bits, class/wordSize+1)
	b[class/wordSize] = 1 << (class % wordSize)
	return b
}

// full is the set of the first classes.
func full(classes int) bits {
	b := make(bits, (classes+wordSize-1)/wordSize)
	for i := range b {
		b[i] = ^uint64(0)
	}
	if rest := classes % wordSize; rest != 0 {
		b[len(b)-1] = 1<<rest - 1
	}
	return b
}

func (b bits) has(class int) bool {
	return class/wordSize < len(b) && b[class/wordSize]&(1<<(class%wordSize)) != 0
}

func (b bits) empty() bool {
	for _, word := range b {
		if word != 0 {
			return false
		}
	}
	return true
}

func (b bits) meets(c bits) bool {
	for i := range min(len(b), len(c)) {
		if b[i]&c[i] != 0 {
			return true
		}
	}
	return false
}

func (b bits) and(c bits) bits {
	out := make(bits, min(len(b), len(c)))
	for i := range out {
		out[i] = b[i] & c[i]
	}
	return out
}

func (b bits) or(c bits) bits {
	if len(b) < len(c) {
		b, c = c, b
	}
	out := make(bits, len(b))
	copy(out, b)
	for i, word := range c {
		out[i] |= word
	}
	return out
}

func (b bits) without(c bits) bits {
	out := make(bits, len(b))
	copy(out, b)
	for i := range min(len(b), len(c)) {
		out[i] &^= c[i]
	}
	return out
}
