// Lists of a thousand to a million packages. What these cost must not follow the size.
#include "repo-format/index/edit.hpp"
#include "tests/repo-format/index/entries.hpp"

#include <benchmark/benchmark.h>

namespace slipway::index {
namespace {

/// Built once per size: a million entries take seconds.
testing::List& list_of(std::int64_t size) {
    static std::map<std::int64_t, testing::List> lists;
    const auto found = lists.find(size);
    if (found != lists.end()) return found->second;
    return lists.emplace(size, testing::List(testing::many_entries(static_cast<std::size_t>(size)))).first->second;
}

std::string name_at(std::int64_t size, std::int64_t turn) { return fmt::format("package-{:07}", turn * 7919 % size); }

void ListInsert(benchmark::State& state) {
    const testing::List& list = list_of(state.range(0));
    list.nodes.take_reads();
    double made = 0;
    double bytes = 0;
    std::int64_t turn = 0;
    for (auto _ : state) {
        const ListEdit edit{{testing::an_entry(name_at(state.range(0), turn++), "2.0")}, {}};
        const auto edited = MUST(edit_list(list.nodes, list.order, list.root, edit));
        made += static_cast<double>(edited.nodes.size());
        for (const NewNode& node : edited.nodes) bytes += static_cast<double>(node.bytes.size());
    }
    using benchmark::Counter;
    state.counters["nodes_read"] = Counter(static_cast<double>(list.nodes.take_reads()), Counter::kAvgIterations);
    state.counters["nodes_made"] = Counter(made, Counter::kAvgIterations);
    state.counters["bytes_made"] = Counter(bytes, Counter::kAvgIterations);
}
BENCHMARK(ListInsert)->Arg(1000)->Arg(63440)->Arg(1000000)->Unit(benchmark::kMicrosecond);

void ListFind(benchmark::State& state) {
    const testing::List& list = list_of(state.range(0));
    std::int64_t turn = 0;
    for (auto _ : state) {
        const auto found =
            find_entry(list.nodes, list.order, list.root, testing::a_key(name_at(state.range(0), turn++)));
        benchmark::DoNotOptimize(found);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ListFind)->Arg(1000)->Arg(63440)->Arg(1000000)->Unit(benchmark::kMicrosecond);

void ListBlocks(benchmark::State& state) {
    const testing::List& list = list_of(state.range(0));
    std::size_t blocks = 0;
    for (auto _ : state) blocks = MUST(blocks_of(list.nodes, list.root)).size();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(blocks));
}
BENCHMARK(ListBlocks)->Arg(1000)->Arg(63440)->Arg(1000000)->Unit(benchmark::kMicrosecond);

/// Two lists that differ in a hundred packages.
void ListDifference(benchmark::State& state) {
    testing::List list = list_of(state.range(0));
    ListEdit edit;
    for (std::int64_t i = 0; i < 100; ++i) edit.add.push_back(testing::an_entry(name_at(state.range(0), i), "2.0"));
    const Root before = list.root;
    list.change(edit);
    for (auto _ : state) MUST(diff_lists(list.nodes, list.order, before, list.root, [](Side, const Entry&) {}));
    state.counters["nodes_read"] =
        benchmark::Counter(static_cast<double>(list.nodes.take_reads()), benchmark::Counter::kAvgIterations);
}
BENCHMARK(ListDifference)->Arg(1000)->Arg(63440)->Unit(benchmark::kMicrosecond);

/// A whole list out of nothing.
void ListBuild(benchmark::State& state) {
    const auto entries = testing::many_entries(static_cast<std::size_t>(state.range(0)));
    const testing::MemoryNodes none;
    for (auto _ : state)
        benchmark::DoNotOptimize(MUST(edit_list(none, VersionOrder::deb, std::nullopt, {entries, {}})));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ListBuild)->Arg(63440)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway::index
