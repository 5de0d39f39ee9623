#include "plugin_check/suite.h"

#include <utility>

namespace portal::plugin_check {

namespace {

// A key that ends with a point is for all keys that begin so and are not named themselves.
constexpr std::pair<std::string_view, std::string_view> s_advice[] {
    { "answer.not_text", "Answer only what you have understood: take digits and letters out of the input instead of passing it through." },
    { "answer.too_long", "Refuse inputs that are longer than any reference or code of yours with PORTAL_REJECTED." },
    { "capability.", "Compare the whole id, keep one static table for each capability and set its size with sizeof; fill in its functions." },
    { "customer.", "customer() takes the number out of a canonical reference; where references do not hold it, leave the function NULL." },
    { "delivery.differs", "If the new rows are right, write them with --write-expected and look at the change; otherwise mend the import." },
    { "delivery.not_repeatable", "Keep nothing between two runs: no static and no member may remember what an earlier file held." },
    { "delivery.pieces", "A read may give any number of bytes: go on reading until it gives 0, and let lines and characters span two reads." },
    { "delivery.problems",
        "--write-expected shows each problem with its key and field: does the plugin read these columns? Of rows that are wrong on purpose a few do." },
    { "delivery.refused", "See key, field and detail. Is this the delivery of this plugin and of these settings?" },
    { "delivery.too_big", "Give a delivery that a person can read: a few customers and a row of every kind." },
    { "derive.", "Compute the code from the bill alone and write it the way normalise gives it." },
    { "display.", "display() adds only what normalise() takes away again: blanks, dashes, a prefix." },
    { "entry.", "Build with portal_add_plugin() and name the plugin with PORTAL_PLUGIN; in C, fill a static portal_plugin by the header of this SDK." },
    { "error.no_key", "Name what is wrong: throw Rejected, BadSettings, BadDelivery or RowError with a key; in C, fill error->key." },
    { "error.odd_key", "Use a key of the catalogue, such as reference.check_digit; it is what the customer's words are looked up with." },
    { "error.personal_data", "Say what was expected (\"eight digits\"), not what was found: details go into logs." },
    { "error.", "Fill key, field and detail with snprintf or the SDK, at most sizeof less one byte each." },
    { "export.", "Write files from the readings alone." },
    { "instances.", "Keep what you learn in open() in the instance, not in a global or static variable." },
    { "library.no_entry", "Name the plugin with PORTAL_PLUGIN in one .cpp and build with portal_add_plugin(); in C, give the function default visibility." },
    { "library.not_loaded", "Is it built for this machine, and are all libraries that it needs installed in the system's folders? ldd FILE.so lists them." },
    { "log.personal_data", "Log what happened, not with whose number." },
    { "log.", "Log rarely, in plain words, without personal data." },
    { "memory.grows", "Read the delivery as a stream and give each row at once; keep no rows." },
    { "memory.leak", "Free in close() whatever open() allocated." },
    { "memory.much",
        "Look for what grows with the input: a buffer for a whole file, a length that is believed. The portal ends a plugin that takes too much." },
    { "normalise.", "normalise() must give one spelling and leave it alone when it is typed: check that normalise(normalise(x)) is normalise(x)." },
    { "open.", "Take what the tenant's settings give; what is wrong is PORTAL_BAD_SETTINGS with the setting's key in field." },
    { "problem.", "Give every problem a key, such as row.bad_date, and the column in field." },
    { "process.crash", "Repeat it under a debugger or with -fsanitize=address. Texts are not terminated: never read behind len." },
    { "process.exception", "Catch exceptions before they leave your C functions; the SDK's PORTAL_PLUGIN does it." },
    { "process.exit", "Return a status instead of ending the process." },
    { "process.hang", "Look for a loop that does not end with its input; in long ones ask stopping()." },
    { "read.", "Look at every answer of next and read: -2 is PORTAL_STOPPED, -1 is PORTAL_BAD_DATA." },
    { "row.breaks_rule", "Check the field before the row goes out (the SDK does) and give problem() instead of the row." },
    { "row.reference_not_canonical", "Pass references of the delivery through your own normalise." },
    { "row.too_small", "Zero the row and set its size with sizeof before filling it." },
    { "rows.", "Call begin once, before the first row; refuse a delivery that has none with PORTAL_BAD_DATA." },
    { "setting.unknown", "Correct the key in the settings file, or describe the setting in the plugin's table." },
    { "setting.", "Describe each setting once: key, type (text, integer, flag), fallback, and a sentence of help." },
    { "settings.field", "Put the key of the wrong setting into field, so that the admin finds the line." },
    { "sink.", "When the sink does not answer PORTAL_OK, return its answer from run() at once." },
    { "status.internal", "Something was not expected: see detail, and refuse such input with PORTAL_REJECTED or PORTAL_BAD_DATA." },
    { "status.unexpected", "Return one of the statuses that the header allows for this function." },
    { "stop.", "When the sink answers PORTAL_STOPPED, return PORTAL_STOPPED from run() at once." },
    { "symbols.", "Build with portal_add_plugin(), or with -fvisibility=hidden -fno-gnu-unique and a version script that exports the entry alone." },
    { "text.folder", "NAME and VERSION in portal_add_plugin() have to be what PORTAL_PLUGIN, or the static portal_plugin, says." },
    { "text.", "Correct it in PORTAL_PLUGIN or in the static portal_plugin." },
    { "time.slow", "Look at the length first and refuse what is too long; avoid work that grows with the square of the input." },
    { "world.printed", "Take the output out and write to no descriptor; what an admin should know goes to host->log." },
    { "world.system_call", "A plugin computes and nothing else. Leave files, sockets, threads and processes to the portal; data comes in the delivery." },
};

}

std::string_view advice(std::string_view key)
{
    for (auto const& [name, text] : s_advice)
        if (key == name || (name.ends_with('.') && key.starts_with(name)))
            return text;
    return "See the header portal/portal_plugin.h.";
}

}
