#pragma once

#include "publishing/planning/change.hpp"
#include "publishing/publisher/following.hpp"
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

    /// Accepts a change: gives it a key if it needs one, and puts it into the queue of its repository.
    void submit(const std::string& repository, SharedChange change);
    /// Puts a change into the queue. Precondition: the repository has a slot.
    void enqueue(const std::string& repository, SharedChange change);
    /// Publishes the changes whose turn it is, if there are any and the repository has no publication under way.
    void pump(const std::string& repository);
    /// Queues the deletion of the ephemeral channels whose lifetime is over.
    void expire_channels();
    void refuse_all(const Error& error);
    /// Ends a repository that another node has deleted, or that could not be loaded. What waits for it is asked for
    /// anew.
    void forget(const std::string& repository);

private:
    using CaughtUp = Following::CaughtUp;

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
    void put_back(Publication& publication);
    void plan_on_newest(Publication& publication, CaughtUp caught_up);
    void follow_up(const Publication& publication);
    void prune(const std::string& repository, const std::string& channel);

    // On a thread of the publication, which may wait:
    void publish(Publication& publication);
    Result<> carry_out(Publication& publication);
    void end_repository(const std::string& repository);

    PublisherState& of_;
};

}  // namespace slipway::publishing
