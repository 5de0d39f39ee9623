// One utility's folder in which deliveries are laid down: a file that is complete is taken, and lies in done/ or failed/ with a report
// beside it when it was read.
#pragma once

#include "base/descriptor.h"
#include "base/scope.h"
#include "db/database.h"
#include "features/intake/folder_report.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace portal::intake {

// One thread. Several nodes may watch one folder: whoever takes files holds the utility's lease (IntakeWork).
//
// Complete is what was moved in under its name, and what has not changed for `settles`. Names that begin with a dot or end in .part
// or .tmp are left alone; so is what is no plain file, or a plain file with a second name elsewhere. A file is taken by moving it to
// .taken/ under a number that its row gets, too: whoever dies in between leaves either the file or what tells how to go on.
//
// Whoever fills the folder may be a stranger (an SFTP user): no link is followed. What the system refuses is std::system_error.
class WatchedFolder {
public:
    struct Parts {
        db::Database& database;
        Clock const& clock;
        std::chrono::microseconds settles;
        std::uint64_t most_bytes;
        Words words; // for the reports
    };

    WatchedFolder(Parts parts, TenantScope const& scope, std::string path);

    // Is there something to take, or something that was taken and not put away? Without a lease.
    bool has_work();
    // With the lease: takes what is complete, the oldest first, and goes on with what others left behind.
    void take_all();
    // One of ours was read: reports are written, then the file is moved to done/ or failed/.
    void put_away(Received const& received);

private:
    struct Look {
        std::uint64_t size = 0, inode = 0;
        std::int64_t changed = 0; // nanoseconds
        bool operator==(Look const&) const = default;
    };
    struct Seen {
        Look look;
        Instant since;
    };

    void open();
    void hear_of_moves();
    std::vector<std::string> complete_ones();
    void take(std::string const& name);
    void receive(ReceivedId id, std::string const& name);
    void go_on_with(std::string const& taken);
    void refuse(ReceivedId id, std::string const& name, std::string const& message);
    void put_away(ReceivedId id, std::string const& name, int folder, Report const& report);
    void complain(std::string const& name, std::string const& what);

    Parts m;
    TenantScope m_scope;
    std::string m_path;
    FileDescriptor m_folder, m_taken, m_done, m_failed, m_moves;
    std::map<std::string, Seen> m_seen;
    std::set<std::string> m_moved_in;
    std::set<std::string> m_complaints; // each is made once
};

}
