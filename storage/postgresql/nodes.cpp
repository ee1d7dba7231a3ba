#include "storage/postgresql/nodes.hpp"

namespace slipway::storage {
namespace {

Milliseconds read_milliseconds(Row& row) { return Milliseconds(row.integer()); }

}  // namespace

Result<> begin_node(Connection& connection, const NodeRow& node) {
    return execute(connection,
                   "INSERT INTO cluster_nodes (id, run, url, role, version, started_at, seen_at, ready)"
                   " VALUES (?, ?, ?, ?, ?, clock_timestamp(), clock_timestamp(), false)"
                   " ON CONFLICT (id) DO UPDATE SET run = excluded.run, url = excluded.url, role = excluded.role,"
                   " version = excluded.version, started_at = excluded.started_at, seen_at = excluded.seen_at,"
                   " ready = false",
                   node.id, node.run, node.url, node.role, node.version);
}

Result<bool> beat(Connection& connection, const NodeRow& node) {
    TRY(execute(connection,
                "UPDATE cluster_nodes SET seen_at = clock_timestamp(), ready = (? = 1) WHERE id = ? AND run = ?",
                node.ready ? 1 : 0, node.id, node.run));
    return connection.changes() == 1;
}

Result<> forget_silent_nodes(Connection& connection, Milliseconds silence) {
    TRY(execute(connection,
                "DELETE FROM cluster_nodes WHERE seen_at < clock_timestamp() - ? * interval '1 millisecond'",
                silence.count()));
    if (connection.changes() == 0) return {};
    return execute(connection, "DELETE FROM served WHERE node NOT IN (SELECT id FROM cluster_nodes)");
}

Result<std::vector<NodeRow>> all_nodes(Connection& connection) {
    const auto read = [](Row& row) {
        NodeRow node;
        node.id = row.text();
        node.run = row.text();
        node.url = row.text();
        node.role = row.text();
        node.version = row.text();
        node.started_at = row.time();
        node.seen_at = row.time();
        node.silent_for = read_milliseconds(row);
        node.ready = row.boolean();
        return node;
    };
    return find_rows(connection,
                     "SELECT id, run, url, role, version, extract(epoch FROM started_at)::bigint,"
                     " extract(epoch FROM seen_at)::bigint,"
                     " (extract(epoch FROM clock_timestamp() - seen_at) * 1000)::bigint, ready"
                     " FROM cluster_nodes ORDER BY id",
                     read);
}

Result<> acknowledge(Connection& connection, const std::string& node, RowId repository, std::int64_t generation) {
    return execute(connection,
                   "INSERT INTO served (node, repository, generation) VALUES (?, ?, ?)"
                   " ON CONFLICT (node, repository) DO UPDATE SET generation = excluded.generation"
                   " WHERE served.generation < excluded.generation",
                   node, repository, generation);
}

Result<> forget_served(Connection& connection, const std::string& node) {
    return execute(connection, "DELETE FROM served WHERE node = ?", node);
}

Result<ServedBy> who_serves(Connection& connection, RowId repository, std::int64_t generation, Milliseconds alive) {
    ServedBy by;
    const auto read = [&](Row& row) {
        auto node = row.text();
        if (row.integer() >= generation)
            ++by.serving;
        else
            by.lagging.push_back(std::move(node));
    };
    TRY(for_each_row(connection,
                     "SELECT id, coalesce(generation, 0) FROM cluster_nodes"
                     " LEFT JOIN served ON served.node = id AND served.repository = ?"
                     " WHERE ready AND seen_at > clock_timestamp() - ? * interval '1 millisecond' ORDER BY id",
                     read, repository, alive.count()));
    return by;
}

Result<std::vector<ServedRow>> all_served(Connection& connection, Milliseconds alive) {
    const auto read = [](Row& row) {
        ServedRow served;
        served.node = row.text();
        served.repository = row.text();
        served.published = row.integer();
        served.served = row.integer();
        return served;
    };
    return find_rows(connection,
                     "SELECT cluster_nodes.id, repositories.name, heads.generation, coalesce(served.generation, 0)"
                     " FROM cluster_nodes CROSS JOIN heads"
                     " JOIN repositories ON repositories.id = heads.repository AND name NOT LIKE 'deleted/%'"
                     " LEFT JOIN served ON served.node = cluster_nodes.id AND served.repository = heads.repository"
                     " WHERE ready AND seen_at > clock_timestamp() - ? * interval '1 millisecond'"
                     " ORDER BY cluster_nodes.id, repositories.name",
                     read, alive.count());
}

Result<std::vector<HeadRow>> heads_after(Connection& connection, std::int64_t turn) {
    const auto read = [](Row& row) {
        HeadRow head;
        head.repository = row.integer();
        head.generation = row.integer();
        head.turn = row.integer();
        head.node = row.text();
        return head;
    };
    return find_rows(connection,
                     "SELECT repository, generation, turn, node FROM heads WHERE turn > ? ORDER BY turn, repository",
                     read, turn);
}

Result<bool> take_lease(Connection& connection, RowId repository, const std::string& node, Milliseconds time) {
    TRY(execute(connection,
                "INSERT INTO leases (repository, node, expires_at)"
                " VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')"
                " ON CONFLICT (repository) DO UPDATE SET node = excluded.node, expires_at = excluded.expires_at,"
                " wanted_by = nullif(leases.wanted_by, excluded.node)"
                " WHERE leases.node = excluded.node OR leases.expires_at < clock_timestamp()",
                repository, node, time.count()));
    return connection.changes() == 1;
}

Result<> want_lease(Connection& connection, RowId repository, const std::string& node, Milliseconds time) {
    return execute(connection,
                   "UPDATE leases SET wanted_by = ?, wanted_until = clock_timestamp() + ? * interval '1 millisecond'"
                   " WHERE repository = ? AND node <> ?"
                   " AND (wanted_by IS NULL OR wanted_by = ? OR wanted_until < clock_timestamp())",
                   node, time.count(), repository, node, node);
}

Result<> give_lease_back(Connection& connection, RowId repository, const std::string& node, Milliseconds time) {
    return execute(connection,
                   "UPDATE leases SET node = CASE WHEN wanted_until > clock_timestamp() THEN coalesce(wanted_by, node)"
                   " ELSE node END, expires_at = CASE WHEN wanted_until > clock_timestamp() AND wanted_by IS NOT NULL"
                   " THEN clock_timestamp() + ? * interval '1 millisecond' ELSE '-infinity' END, wanted_by = NULL"
                   " WHERE repository = ? AND node = ?",
                   time.count(), repository, node);
}

Result<> renew_leases(Connection& connection, std::span<const RowId> repositories, const std::string& node,
                      Milliseconds time) {
    return for_each_row_of_set(
        connection,
        "UPDATE leases SET expires_at = clock_timestamp() + ? * interval '1 millisecond'"
        " WHERE node = ? AND expires_at > clock_timestamp() AND repository IN (?...) RETURNING repository",
        repositories, [](Row&) {}, time.count(), node);
}

Result<> end_leases(Connection& connection, const std::string& node) {
    return execute(connection, "UPDATE leases SET expires_at = '-infinity' WHERE node = ?", node);
}

Result<std::vector<LeaseRow>> all_leases(Connection& connection) {
    const auto read = [](Row& row) {
        LeaseRow lease;
        lease.repository = row.integer();
        lease.name = row.text();
        lease.node = row.text();
        lease.left = read_milliseconds(row);
        return lease;
    };
    return find_rows(connection,
                     "SELECT leases.repository, coalesce(name, ''), node,"
                     " (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::bigint"
                     " FROM leases LEFT JOIN repositories ON repositories.id = leases.repository"
                     " WHERE expires_at > clock_timestamp() ORDER BY leases.repository",
                     read);
}

Result<std::int64_t> next_pack(Connection& connection, std::int64_t behind) {
    const auto number = TRY(find_row(
        connection, "UPDATE cluster SET last_pack = greatest(last_pack, ?) + 1 RETURNING last_pack",
        [](Row& row) { return row.integer(); }, behind));
    if (!number) return Error(Fault::corrupt, "the catalog has lost the row of its cluster");
    return *number;
}

}  // namespace slipway::storage
