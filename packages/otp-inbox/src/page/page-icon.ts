/** The inbox's mark: a speech bubble with the dots of a code. */
export const PAGE_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="9" fill="#0f766e"/>
<path d="M9 8h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 4v-4H9a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z" fill="#fff"/>
<g fill="#0f766e"><circle cx="11" cy="15" r="1.9"/><circle cx="16" cy="15" r="1.9"/><circle cx="21" cy="15" r="1.9"/></g>
</svg>
`;
