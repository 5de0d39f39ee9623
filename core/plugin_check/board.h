// What a test's child process writes and its parent reads: shared memory, so that it survives however the child ends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portal::plugin_check {

// What a test saw that should be otherwise.
struct Finding {
    std::string key; // "answer.not_text": names what to do, see advice()
    std::string expected, seen;
};

// What earlier tests learned about the plugin; later ones need it.
struct Facts {
    bool sound; // its tables can be used
    bool opens; // with the settings given
    bool reads; // the delivery given, without dying of it
    bool has_reference, has_code, has_import, has_export;
    std::array<char, 80> id;
    std::array<char, 40> version;
};

class Board {
public:
    Board();
    ~Board();
    Board(Board const&) = delete;
    Board& operator=(Board const&) = delete;

    // ---- the child's side
    // What the plugin is asked now: should it die of it, that is what the finding names.
    void doing(std::string_view what);
    // One finding of a key is enough for a test; false when there is one already.
    bool find(std::string_view key, std::string_view expected, std::string_view seen);
    void skip(std::string_view why);
    void done();
    // Called from a signal handler.
    void refused_system_call(int number) noexcept;
    void write_rows(std::string_view lines);
    Facts& facts();

    // ---- the parent's side
    void clear(); // all but the facts
    void begin_step(); // of the same test, in another child: forgets what the child before it was doing
    bool is_done() const;
    std::string doing() const;
    std::string skipped() const;
    std::vector<Finding> findings() const;
    std::vector<int> system_calls() const;
    std::string system_call_doing() const;
    std::string rows() const;
    bool rows_fit() const;

private:
    struct Shared;
    Shared* m_shared;
};

}
