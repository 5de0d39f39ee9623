// One client's connection as the server keeps it: who may touch it now, what it waits for, what came and what is still to go.
#pragma once

#include "web/address.h"
#include "web/descriptor.h"
#include "web/response.h"
#include "web/upload.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

namespace portal::web {

using SteadyTime = std::chrono::steady_clock::time_point;

// An answer on its way to a client that reads more slowly than we write.
struct Outgoing {
    std::string head;
    Response response;
    bool has_body;
    bool closes;
    std::size_t sent = 0;
};

// A body that is taken in parts.
struct Incoming {
    std::unique_ptr<Upload> upload;
    std::uint64_t remaining;
    std::string request_id;
    bool client_stays;
    std::uint64_t since_renewal = 0; // bytes since its deadline was put off
};

struct Connection {
    enum class Phase {
        idle, // nothing of the next request has come
        receiving, // a part of it
        sending, // the client has to read first
        lingering, // our last answer is out; reads what still comes, so that closing does not destroy the answer on its way
    };
    // A connection belongs to the one worker that epoll gave its event to (EPOLLONESHOT). While it waits it belongs to
    // whoever changes `waiting` first: that worker, or the sweep that ends what is overdue. The sweep only shuts the socket
    // down; the event of that brings a worker, which removes it.
    enum class Owner { worker, waiting, ended };

    Connection(FileDescriptor the_socket, Address the_peer)
        : socket(std::move(the_socket))
        , peer(the_peer)
    {
    }

    bool claim(Owner by)
    {
        Owner expected = Owner::waiting;
        return owner.compare_exchange_strong(expected, by, std::memory_order_acq_rel);
    }

    FileDescriptor socket;
    Address peer;
    std::list<Connection>::iterator place;

    std::atomic<Owner> owner { Owner::worker };
    std::atomic<Phase> phase { Phase::idle };
    std::atomic<SteadyTime> deadline { SteadyTime::max() };
    std::atomic<SteadyTime> since { SteadyTime::min() }; // when this phase began: the oldest make room first

    // The owner's only.
    std::string input; // received, not yet handed on
    std::size_t needed = 0; // bytes of input before it is worth looking again
    bool look_again = false; // input holds bytes of a further request: look before receiving
    std::unique_ptr<Incoming> incoming;
    std::unique_ptr<Outgoing> outgoing;
    std::size_t discarded = 0; // while lingering
};

}
