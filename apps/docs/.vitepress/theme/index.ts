/** VitePress' own theme, with tables that can be read on a phone. */
import theme from 'vitepress/theme';
import './style.css';

export default theme;
