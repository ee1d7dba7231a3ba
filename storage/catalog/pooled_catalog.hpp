#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/catalog/connection.hpp"

#include <memory>

namespace slipway::storage {

class ConnectionPool;  // connection_pool.hpp

/// A catalog over a pool of connections, of whatever engine: how transactions begin and end, and who is told of it.
class PooledCatalog : public Catalog {
public:
    ~PooledCatalog() override;

    using Catalog::read;
    Result<ReadTransaction> read(const TimeLimit& limit) const override;
    Result<WriteTransaction> write() override;
    void observe_events(std::function<void(const EventRow&)> observer) override;
    void observe_unknown_outcome(UnknownOutcomeObserver observer) override;
    WriteCounts write_counts() const override;

protected:
    /// `place` is the database as messages name it.
    PooledCatalog(std::unique_ptr<ConnectionPool> connections, OpenMode mode, std::string place);

    ConnectionPool& connections() const;
    const std::string& place() const;

private:
    struct State;
    class Lease;

    /// After a commit of unknown outcome: finds out, or brings about, what became of the transaction, and says durable
    /// or undone; whoever gets an error knows nothing. Precondition: no other transaction was committed on `writer`
    /// since. Blocks.
    virtual Result<Outcome> settle(Connection& writer) = 0;

    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
