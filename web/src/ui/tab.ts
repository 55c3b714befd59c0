/** tab is how a link to one part of a page looks, in a row of them. */
export const tab =
	'flex h-(--control) items-center gap-1.5 rounded-control px-2.5 text-ink-2 hover:bg-hover ' +
	'aria-[current=page]:bg-hover aria-[current=page]:font-semibold aria-[current=page]:text-ink'
