#pragma once

#include "cli/transport.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::cli {

/// "hello_1.0_amd64.deb  [=====>    ]  45%  12.3 MB of 27.0 MB"; after the last byte it says what comes next, such as
/// "sent, the server is publishing".
std::string render_progress(std::string_view what, std::uint64_t moved, std::uint64_t total, std::string_view at_end);

/// Shows the progress of an upload or download on one line of standard error, if that is a terminal. The line is drawn
/// again after each percent.
class ProgressBar final : public Progress {
public:
    enum class Shown : unsigned char { on_a_terminal, never };

    ProgressBar(std::string what, std::string at_end, Shown shown);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    /// Wipes the line.
    ~ProgressBar() override { clear(); }

    void show(std::uint64_t moved, std::uint64_t total) override;
    void wipe() override { clear(); }

private:
    void clear();

    std::string what_;
    std::string at_end_;
    bool is_visible_;
    int drawn_percent_ = -1;
};

}  // namespace slipway::cli
