module kubetask.io/tests/cluster/tools

go 1.25.0
