// One JSON object a line on standard error: ts level event tenant request plugin message, and the event's own fields.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace portal::log {

enum class Level { debug, info, warning, error };

using Field = std::pair<std::string_view, std::string>;

// event is a dotted name ("mail.sent"). Values are escaped, so no text can forge a line; never pass personal data or a
// Secret. One write(2) a line. Thread-safe; never throws.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {}) noexcept;

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) noexcept { write(Level::info, event, fields); }
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) noexcept { write(Level::warning, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) noexcept { write(Level::error, event, fields); }

// Lines below this level are dropped; info at first.
void set_level(Level level);

// Takes what is not dropped instead of the line on standard error, for a program that a person watches. Must be thread-safe.
using Writer = void (*)(Level level, std::string_view event, std::initializer_list<Field> fields);
void set_writer(Writer writer);

}
