// Emoji by Slack's short names: those a bot of this kind uses. Others stay visible as :name:.

const BY_NAME = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌",
  warning: "⚠️", rotating_light: "🚨", bell: "🔔", no_bell: "🔕", mag: "🔍", mag_right: "🔎", bar_chart: "📊",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", clipboard: "📋", calendar: "📅", date: "📅",
  spiral_calendar_pad: "🗓️", pushpin: "📌", round_pushpin: "📍", memo: "📝", pencil: "📝", speech_balloon: "💬",
  large_green_circle: "🟢", large_yellow_circle: "🟡", large_orange_circle: "🟠", red_circle: "🔴", white_circle: "⚪",
  black_circle: "⚫", large_blue_circle: "🔵", large_green_square: "🟩", large_yellow_square: "🟨", large_red_square: "🟥",
  arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️", arrow_upper_right: "↗️", arrow_lower_right: "↘️",
  small_red_triangle: "🔺", small_red_triangle_down: "🔻", information_source: "ℹ️", question: "❓", exclamation: "❗",
  wave: "👋", raised_hands: "🙌", clap: "👏", eyes: "👀", tada: "🎉", bulb: "💡", hourglass: "⌛", lock: "🔒",
  hourglass_flowing_sand: "⏳", link: "🔗", paperclip: "📎", page_facing_up: "📄", file_folder: "📁", smile: "😄",
  slightly_smiling_face: "🙂", thinking_face: "🤔", recycle: "♻️", house: "🏠", hospital: "🏥", school: "🏫", star: "⭐",
  construction: "🚧", stethoscope: "🩺", ballot_box_with_check: "☑️", heart: "❤️", robot_face: "🤖", zap: "⚡", books: "📚",
};

/** The character of a short name, or undefined. */
export function emoji(name) {
  return BY_NAME[name.split("::")[0]];
}

/** A text with its :short_names: replaced by characters. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) || whole);
}
