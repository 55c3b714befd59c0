import { ListBeside } from '../ui/list-beside'
import { t } from '../words/catalogue'
import { NetworkList } from './list'
import '../words/en/networks'

/** NetworksPage is the list of accounts and networks beside one of them. */
export function NetworksPage() {
	return (
		<ListBeside
			title={t('networks.title')}
			home="/networks"
			back={t('networks.back')}
			list={<NetworkList />}
		/>
	)
}
