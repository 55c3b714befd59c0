import clsx from 'clsx'
import type { HTMLAttributes } from 'react'
import { useArrival } from './arrival'

const sizes = { page: 'text-18 max-rail:text-24', large: 'text-24' }

interface Props extends HTMLAttributes<HTMLHeadingElement> {
	size?: keyof typeof sizes
}

/** Heading is what a page is called on it. Whoever comes to the page has the focus here first. */
export function Heading({ size = 'page', className, ...rest }: Props) {
	return (
		<h1
			ref={useArrival()}
			tabIndex={-1}
			className={clsx('font-semibold outline-none', sizes[size], className)}
			{...rest}
		/>
	)
}
