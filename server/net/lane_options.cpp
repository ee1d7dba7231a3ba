#include "server/net/lane_options.hpp"

#include <algorithm>

namespace slipway::net {
namespace {

// One waits for its signature, the other reads the next package or writes the one before.
constexpr unsigned threads_of_a_signer = 2;

}  // namespace

LaneOptions LaneOptions::for_cores(unsigned cores, unsigned signers) {
    using Priority = WorkerPool::Priority;
    constexpr std::size_t any_number = SIZE_MAX;  // those who ask are few already
    LaneOptions options;
    options.of(http::Work::quick) = {8, 4096, Priority::normal};
    options.of(http::Work::upload) = {16, any_number, Priority::normal};
    options.of(http::Work::files) = {4, any_number, Priority::normal};
    options.of(http::Work::fetching) = {1, any_number, Priority::normal};  // has nothing to do without an object store
    options.of(http::Work::examination) = {std::max(cores, 1U), any_number, Priority::gives_way};
    options.of(http::Work::signing) = {threads_of_a_signer * std::max(signers, 1U), 4096, Priority::normal};
    options.of(http::Work::listing) = {2, 1024, Priority::gives_way};
    options.of(http::Work::comparison) = {std::max(cores / 2, 1U), 1024, Priority::last};
    options.of(http::Work::page) = {2, 1024, Priority::gives_way};
    options.of(http::Work::snapshot) = {2, 1024, Priority::gives_way};
    options.of(http::Work::operation) = {1, 16, Priority::normal};
    return options;
}

}  // namespace slipway::net
