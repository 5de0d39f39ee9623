// What the built-in readers see in a file, one document after the other. A kind of document plugs in by a row in the table of
// shown_delivery.cpp: which root elements are its own, and who reads them.
#pragma once

#include <Poco/JSON/Object.h>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace portal::app {

struct ShownProblem {
    std::string file;
    std::uint64_t line = 0; // 0: the whole file
    std::string rule, message;
};

// Without what a terminal would take for a command, and without line breaks.
std::string printable(std::string text);

// Takes what is seen, in the order of the files.
class ShownDelivery {
public:
    virtual ~ShownDelivery() = default;
    // The same thing for scripts and for people.
    virtual void document(Poco::JSON::Object const& json, std::string const& text) = 0;
    virtual void problem(ShownProblem const& problem) = 0;
    // For a document that is too large to be held: it is written piece by piece, as an object of JSON where that is wanted.
    virtual bool wants_json() const = 0;
    virtual std::ostream& begin_document() = 0;
};

// Reads `path`, a file or a ZIP bundle of files, and stores nothing. Every problem is told, none thrown; std::system_error: the file cannot
// be opened.
void show_delivery(std::string const& path, ShownDelivery& shown);

}
