// What the log says while a verb of portalctl runs, as a sentence for the person at the terminal instead of a line for a collector of logs.
#include "app/commands/context.h"

#include "base/log.h"
#include "base/text.h"

#include <algorithm>
#include <array>

#include <unistd.h>

namespace portal::app {

namespace {

// The verbs say these themselves, with what follows from them.
constexpr std::array<std::string_view, 4> s_said_by_verbs { "plugin.crashed", "plugin.timeout", "plugin.refused", "tenant.broken" };

// Whatever a file held, it must not steer the terminal.
std::string printable(std::string text)
{
    if (!is_utf8(text))
        return "hex:" + hex(text);
    std::replace_if(
        text.begin(), text.end(),
        [](char c) {
            return has_control_characters({ &c, 1 });
        },
        '?');
    return text;
}

// "portalctl: warning: this kernel has no Landlock (plugin.degraded, tenant logatec, plugin si.kp-logatec@1.0.0)"
void say(log::Level level, std::string_view event, std::initializer_list<log::Field> fields)
{
    if (std::find(s_said_by_verbs.begin(), s_said_by_verbs.end(), event) != s_said_by_verbs.end())
        return;
    std::string message;
    std::string about { event };
    for (auto const& [name, value] : fields)
        if (name == "message")
            message = value;
        else
            about.append(", ").append(name).append(1, ' ').append(value);
    auto const line = std::string { "portalctl: " } + (level == log::Level::error ? "error: " : "warning: ")
        + printable(message.empty() ? about : message + " (" + about + ")") + '\n';
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

}

void log_in_words()
{
    log::set_level(log::Level::warning);
    log::set_writer(say);
}

}
