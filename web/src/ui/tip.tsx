import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { useRail } from './media'

/** Tip shows the words of the icon rail, inside the navigation, on hover and focus. Where the words stand anyway, it shows nothing. */
export function Tip({ text, children }: { text: string; children: ReactNode }) {
	const on = useRail()
	if (!on) return children
	return (
		<Tooltip.Provider delayDuration={150} skipDelayDuration={300}>
			<Tooltip.Root>
				<Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
				<Tooltip.Portal container={document.getElementById('navigation')}>
					<Tooltip.Content
						side="right"
						sideOffset={6}
						className="z-50 rounded-control bg-raised px-2 py-1 text-12 font-medium shadow-menu"
					>
						{text}
					</Tooltip.Content>
				</Tooltip.Portal>
			</Tooltip.Root>
		</Tooltip.Provider>
	)
}
