// What can go wrong at the database, told apart by what the caller can do about it.
#pragma once

#include <stdexcept>

namespace portal::db {

// Any fault of the database or of a statement. The text names the statement, never its values.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Somebody else was faster with the same unique key. The transaction may go on.
class Duplicate : public Error {
public:
    using Error::Error;
};

// A deadlock, a lock that was not had in time, or no free session: the whole transaction may be tried again.
class Busy : public Error {
public:
    using Error::Error;
};

// The database is away or the connection broke.
class Unavailable : public Error {
public:
    using Error::Error;
};

// There is no room left on the database's disk. What was begun did not happen, and trying again at once would not help.
class Full : public Unavailable {
public:
    using Unavailable::Unavailable;
};

// The connection broke while a commit was under way: it may have happened or not.
class CommitUnknown : public Unavailable {
public:
    using Unavailable::Unavailable;
};

}
