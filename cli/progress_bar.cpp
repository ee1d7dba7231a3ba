#include "cli/progress_bar.hpp"

#include "cli/table.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace slipway::cli {
namespace {

constexpr int bar_width = 24;

int percent_of(std::uint64_t sent, std::uint64_t total) {
    if (total == 0 || sent >= total) return 100;
    return static_cast<int>(sent * 100 / total);
}

}  // namespace

std::string render_progress(std::string_view what, std::uint64_t sent, std::uint64_t total) {
    // A form has more bytes than its files: of what lies between them nobody wants to know.
    if (sent >= total) return fmt::format("{}  {} sent, the server publishes", printable(what), human_size(total));
    const int percent = percent_of(sent, total);
    const auto filled = static_cast<std::size_t>(percent * bar_width / 100);
    const auto bar = std::string(filled, '=') + ">" + std::string(bar_width - filled, ' ');
    return fmt::format("{}  [{}] {:3}%  {} of {}", printable(what), bar, percent, human_size(sent), human_size(total));
}

ProgressBar::ProgressBar(std::string what, Shown shown)
    : what_(std::move(what)), is_visible_(shown == Shown::on_a_terminal && is_terminal(STDERR_FILENO)) {}

void ProgressBar::show(std::uint64_t sent, std::uint64_t total) {
    const int percent = percent_of(sent, total);
    if (!is_visible_ || percent == drawn_percent_) return;
    drawn_percent_ = percent;
    fmt::print(stderr, "\r\x1b[K{}", render_progress(what_, sent, total));
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (drawn_percent_ < 0) return;
    drawn_percent_ = -1;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

}  // namespace slipway::cli
