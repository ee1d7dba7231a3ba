#pragma once

#include "publishing/planning/change.hpp"
#include "publishing/publisher/publication.hpp"
#include "publishing/publisher/repository_slot.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Gives changes their turn and publishes them, group by group, one publication of a repository at a time. For the
/// publisher's thread.
class Publications {
public:
    explicit Publications(PublisherState& of) : of_(of) {}

    /// A change has come: it gets a key where it needs one, and takes its place in the queue of its repository.
    void submit(const std::string& repository, SharedChange change);
    /// Puts it into the queue. Precondition: the repository has a slot.
    void enqueue(const std::string& repository, SharedChange change);
    /// Publishes the changes whose turn it is, if there are any and nothing of the repository is being published.
    void pump(const std::string& repository);
    /// Lets the ephemeral channels whose time has come take their turn to go.
    void expire_channels();
    void refuse_all(const Error& error);

private:
    void prepare_repository(const std::string& repository, const SharedChange& change, const KeyRequest& wanted);
    void prepare_key(const std::string& repository, const SharedChange& change, const KeyRequest& wanted);
    void give_up(const std::string& repository);
    void begin(const std::string& repository, std::vector<SharedChange> changes);
    Result<> conclude(Publication& publication);
    void go_on_after(Publication& publication);
    bool release(const Publication& publication);
    void close(const std::string& repository);
    void fail(Publication& publication, const Error& error);
    void plan_again(Publication& publication);
    void report(const Publication& publication);
    void follow_up(const Publication& publication);
    void prune(const std::string& repository, const std::string& channel);

    // On a thread of the publication, which may wait:
    void publish(Publication& publication);
    Result<> carry_out(Publication& publication);
    void end_repository(const std::string& repository);

    PublisherState& of_;
};

}  // namespace slipway::publishing
