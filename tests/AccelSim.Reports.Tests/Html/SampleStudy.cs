using System.Collections.Immutable;
using System.Globalization;

namespace AccelSim.Reports.Tests.Html;

/// <summary>A made-up study of three dimensions, with a point that failed and one that breaks a requirement.</summary>
internal static class SampleStudy
{
    public static StudyPage Of(string name)
    {
        string[] channels = ["6", "12", "24"];
        string[] clocks = ["800 MHz", "1000 MHz", "1200 MHz", "1400 MHz"];
        var points = ImmutableArray.CreateBuilder<StudyPagePoint>();
        foreach (var model in (string[])["conv1", name])
        {
            foreach (var channel in channels)
            {
                foreach (var clock in clocks)
                {
                    var i = points.Count;
                    var seconds = 1e-3 / double.Parse(channel, CultureInfo.InvariantCulture) * (1 + (i % 5));
                    points.Add(i == 5 ? new([model, channel, clock, "ideal"], [null, null, null], "does not fit <b>")
                        : new([model, channel, clock, "ideal"], [seconds, 20 + i, seconds * (20 + i)], null, i == 7 ? "breaks averageWatts < 25" : ""));
                }
            }
        }

        return new(
            name, "What does <i>it</i> wait for?",
            [("model", ["conv1", name]), ("dram.channels", [.. channels]), ("clock", [.. clocks]), ("host", ["ideal"])],
            [("seconds", "s, one inference"), ("averageWatts", "W"), ("energyJoules", "J, one inference")],
            ["seconds", "averageWatts", "not kept"], points.ToImmutable());
    }
}
