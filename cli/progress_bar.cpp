#include "cli/progress_bar.hpp"

#include "cli/table.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace slipway::cli {
namespace {

constexpr int bar_width = 24;

int percent_of(std::uint64_t moved, std::uint64_t total) {
    if (total == 0 || moved >= total) return 100;
    return static_cast<int>(moved * 100 / total);
}

}  // namespace

std::string render_progress(std::string_view what, std::uint64_t moved, std::uint64_t total, std::string_view at_end) {
    // A form has more bytes than its files, but nobody wants to see those in between.
    if (moved >= total) return fmt::format("{}  {} {}", printable(what), human_size(total), at_end);
    const int percent = percent_of(moved, total);
    const auto filled = static_cast<std::size_t>(percent * bar_width / 100);
    const auto bar = std::string(filled, '=') + ">" + std::string(bar_width - filled, ' ');
    return fmt::format("{}  [{}] {:3}%  {} of {}", printable(what), bar, percent, human_size(moved), human_size(total));
}

ProgressBar::ProgressBar(std::string what, std::string at_end, Shown shown)
    : what_(std::move(what)),
      at_end_(std::move(at_end)),
      is_visible_(shown == Shown::on_a_terminal && is_terminal(STDERR_FILENO)) {}

void ProgressBar::show(std::uint64_t moved, std::uint64_t total) {
    const int percent = percent_of(moved, total);
    if (!is_visible_ || percent == drawn_percent_) return;
    drawn_percent_ = percent;
    fmt::print(stderr, "\r\x1b[K{}", render_progress(what_, moved, total, at_end_));
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (drawn_percent_ < 0) return;
    drawn_percent_ = -1;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

}  // namespace slipway::cli
