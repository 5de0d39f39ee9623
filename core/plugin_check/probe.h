// What a test of the suite has in its hands, inside its child process.
#pragma once

#include "plugin_check/board.h"
#include "plugin_check/escaped.h"
#include "plugin_check/random.h"
#include "plugin_check/subject.h"

namespace portal::plugin_check {

class Probe {
public:
    Probe(Subject const& subject, Board& board)
        : m_subject(subject)
        , m_board(board)
    {
    }
    Subject const& subject() const { return m_subject; }
    Facts& facts() { return m_board.facts(); }
    Board& board() { return m_board; }
    // What the plugin is asked now, in words: "reference.normalise(\"SI12\")".
    void doing(std::string_view what)
    {
        m_doing = what;
        m_board.doing(what);
    }
    // Says where it was seen as well.
    void find(std::string_view key, std::string const& expected, std::string const& seen)
    {
        m_board.find(key, expected, m_doing.empty() ? seen : m_doing + ": " + seen);
    }
    void require(bool holds, std::string_view key, std::string const& expected, std::string const& seen)
    {
        if (!holds)
            find(key, expected, seen);
    }
    void skip(std::string_view why) { m_board.skip(why); }
    // The same seed gives the same numbers to every test, whichever tests run.
    Random random() const { return Random { m_subject.seed }; }

private:
    Subject const& m_subject;
    Board& m_board;
    std::string m_doing;
};

}
