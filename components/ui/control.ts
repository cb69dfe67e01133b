/** The box that text fields, selects and pickers share. The ring is drawn by the box, not by the input in it. */
export const controlBox =
  "flex min-h-8 w-full items-center rounded-control border border-line-strong bg-surface text-base " +
  "transition-colors hover:border-quiet pointer-coarse:min-h-10 " +
  "focus-within:border-focus focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus " +
  "invalid:border-bad disabled:opacity-50 " +
  // A disabled control is exempt from contrast rules, but must not look as if it could be hovered.
  "disabled:hover:border-line-strong";

/** The bare input inside a control box. Sixteen pixels on touch screens, else iOS zooms the page on focus. */
export const controlInput =
  "w-full min-w-0 flex-1 bg-transparent px-2.5 py-[5px] leading-5 text-text outline-none placeholder:text-quiet " +
  "pointer-coarse:text-section";

/** A list that floats: options of a select, a menu, a calendar. */
export const floatingPanel =
  "rounded-panel border border-line bg-surface shadow-float outline-none " +
  "transition-[opacity,translate] duration-150 ease-settle " +
  "entering:opacity-0 exiting:opacity-0 placement-bottom:entering:-translate-y-1 placement-top:entering:translate-y-1";

/** One option or command in a floating list. */
export const floatingItem =
  "flex cursor-default items-center gap-2 rounded-small px-2 py-1.5 text-base text-text outline-none select-none " +
  "pointer-coarse:py-2.5 focus:bg-surface-2 disabled:opacity-50";
