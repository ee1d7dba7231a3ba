#include "storage/postgresql/sql_states.hpp"

#include <algorithm>
#include <array>

namespace slipway::storage {
namespace {

struct Entry {
    std::string_view state;  // or its class, the first two characters
    Fault fault;
};

/// The first that fits. What is not here is a mistake of ours: wrong SQL, a broken constraint.
constexpr std::array table = {
    Entry{"", Fault::busy},
    Entry{"08", Fault::busy},              // connections
    Entry{"0A000", Fault::busy},           // a table was changed under a prepared statement, see ends_connection
    Entry{"22021", Fault::invalid_input},  // text that is not UTF-8
    Entry{"23505", Fault::conflict},       // unique_violation
    Entry{"25006", Fault::busy},           // the server has become a standby
    Entry{"25P03", Fault::busy},           // the transaction was idle for too long
    Entry{"25P04", Fault::busy},           // transaction_timeout
    Entry{"26000", Fault::busy},           // a prepared statement is gone, see ends_connection
    Entry{"28", Fault::io},                // the user or its password is refused
    Entry{"3D000", Fault::not_found},      // no such database
    Entry{"3F000", Fault::io},             // no schema in which the user may make tables
    Entry{"40", Fault::busy},              // serialisation failures, deadlocks
    Entry{"42501", Fault::io},             // insufficient_privilege
    Entry{"53100", Fault::storage_full},
    Entry{"53", Fault::busy},     // no memory, too many connections
    Entry{"55P03", Fault::busy},  // lock_timeout, NOWAIT
    Entry{"57", Fault::busy},     // statement_timeout, shutting down, starting up
    Entry{"58", Fault::io},
    Entry{"XX001", Fault::corrupt},
    Entry{"XX002", Fault::corrupt},
};

}  // namespace

Fault fault_of_state(std::string_view state) {
    const auto* found = std::ranges::find_if(table, [&](const Entry& entry) {
        return entry.state.size() == 2 ? state.starts_with(entry.state) : state == entry.state;
    });
    return found == table.end() ? Fault::internal : found->fault;
}

bool is_serialisation_failure(std::string_view state) { return state == "40001" || state == "40P01"; }

bool ends_connection(std::string_view state) {
    constexpr std::array<std::string_view, 7> ends = {"0A000", "25006", "25P03", "26000", "57P01", "57P02", "57P03"};
    return state.empty() || state.starts_with("08") || std::ranges::find(ends, state) != ends.end();
}

}  // namespace slipway::storage
