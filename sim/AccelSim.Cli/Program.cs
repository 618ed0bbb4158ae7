using AccelSim.Cli;

return await CommandLine.RunAsync(args);
