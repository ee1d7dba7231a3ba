#include "server/node_watch.hpp"

#include <chrono>
#include <utility>

namespace slipway::server {
namespace {

constexpr std::chrono::seconds node_reading_every{2};

}  // namespace

NodeWatch::NodeWatch(Read read, const Log& log)
    : read_(std::move(read)), log_(log), guard_(log), loop_("node-watch", guard_, 1, [this](unsigned) { run(); }) {}

std::shared_ptr<const publishing::ClusterView> NodeWatch::newest() const {
    const auto lock = loop_.lock();
    return newest_;
}

void NodeWatch::run() {
    do guard_.run("reading the nodes", [this] { read_once(); });
    while (loop_.sleep_for(node_reading_every));
}

/// What is old is not shown: a database that cannot be read says nothing about now.
void NodeWatch::read_once() {
    auto read = read_();
    if (!read.ok() && !failed_) log_.failure("the nodes of the cluster could not be read", read.error());
    if (read.ok() && failed_) log_.info("the nodes of the cluster were read again");
    failed_ = !read.ok();
    auto newest = failed_ ? nullptr : std::make_shared<const publishing::ClusterView>(std::move(*read));
    const auto lock = loop_.lock();
    newest_ = std::move(newest);
}

}  // namespace slipway::server
